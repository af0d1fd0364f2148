namespace Escalation.Topics;

/// <summary>What people say without asking anything, without apostrophes; in which language does not matter, so that mixtures are recognised too.</summary>
static class SmallTalkPhrases
{
    public const string All = """
        hi, hii, hey, heya, hai, hello, helo, hallo, hiya, yo, howdy, greetings, hi there, hello there, hey there, good morning, good afternoon, good evening, good day,
        morning, evening, dear, dear all, dear team, dear support
        sir, madam, maam, mam, mate, buddy, folks, everyone, everybody, all, guys, team, friend, sir or madam, to whom it may concern, how are you, how are you doing,
        how are you today, how r u, hope you are well, hope youre well, hope you are doing well
        nice to meet you, anybody there, anyone there, is anybody there, is anyone there, are you there, anyone here, is anybody here, is anyone here, anybody here
        thanks, thank you, thankyou, thank u, thanx, thx, tks, ty, tq, many thanks, thanks a lot, thanks so much, thank you so much, thank you very much,
        thanks very much, thanks again, once again, thanking you, thanks in advance, thank you in advance, in advance, cheers, much appreciated, appreciate it,
        i appreciate it
        for your help, for your time, for your support, for your answer, for your reply, for your information, for the help, for the answer, for the reply,
        for the info, for the information, for helping me, for helping, for everything, for today, for now, welcome, youre welcome, you are welcome, no problem,
        no worries, my pleasure, with pleasure
        ok, okay, okey, oki, k, okk, okok, okthanks, okthankyou, alright, all right, sure, fine, great, good, very good, nice, super, superb, perfect, cool, awesome,
        excellent, wonderful, amazing, brilliant, lovely, got it, i see, understood, noted, done, right, exactly, correct, sounds good, that sounds good, thats fine,
        thats great, thats good, thats ok, thats okay, its fine, its ok, thats right, that is right, that is fine, its good, it is fine, that works, it works,
        it works now, works now, solved, its solved, well done
        yes, yeah, yea, yep, yup, ya, yes please, yes i did, yes it is, of course, absolutely, no, nope, nah, not really, no need, nothing, nothing else, nothing more,
        enough, not at the moment, not yet, not now, maybe, please, pls, plz, oh, ah, hm, hmm, hmmm, um, uh, wow, lol, haha, sorry, never mind, nevermind, no thanks,
        thats all, that is all, thats it, that is it, that will be all, thatll be all, that will do, thats all for now, no that will do, no other issues,
        no other questions, all good, its all good, no more, no more questions, go ahead, confirm, please confirm, yes confirm, i dont think so
        one moment, one second, just a moment, just a second, a moment please, wait, wait a moment, hold on, hang on, take your time, let me check, i will wait,
        ill wait, i am waiting, im waiting, waiting, test, testing, this is a test
        bye, byee, goodbye, good bye, bye bye, good night, goodnight, see you, see ya, see you later, see you soon, see you again, later, take care, have a nice day,
        have a good day, have a great day, have a wonderful day, have a lovely day, have a nice evening, have a good evening, have a nice weekend, have a good weekend,
        have a great weekend, have a good one, a nice day, ahead, you too, same to you, best regards, kind regards, regards, best wishes, warm regards, best, sincerely,
        yours sincerely, yours faithfully, and, so, then, now, again, very much, so much
        help, help me, please help, please help me, help please, can you help me, can you help me please, could you help me, can anyone help, can anyone help me,
        can anybody help me, can somebody help me, can someone help me, i need help, i need your help, i need some help, need help, i need assistance,
        i have a question, i have a quick question, quick question, can i ask a question, can i ask you a question, can i ask you something, may i ask a question,
        i want to ask something, a question, question, i have a problem, i have an issue

        hallo zusammen, moin, moin moin, servus, gruß gott, grüß gott, grüß dich, guten morgen, guten tag, guten abend, gute nacht, tag, tach, liebes team,
        hallo liebes team, sehr geehrte damen und herren, ist da jemand, jemand da, wie geht es ihnen, wie gehts, danke, danke schön, dankeschön, danke sehr,
        vielen dank, vielen lieben dank, besten dank, herzlichen dank, tausend dank, danke im voraus, im voraus, danke nochmal, danke dir, danke ihnen, für die hilfe,
        für ihre hilfe, für die antwort, für die schnelle antwort, für die info, für alles, bitte, bitte sehr, bitteschön, gerne, gern geschehen, kein problem,
        alles klar, klar, in ordnung, passt, gut, sehr gut, prima, toll, genau, verstanden, stimmt, ja, ja bitte, jawohl, jep, nein, nein danke, nee, nö, doch,
        vielleicht, nichts, sonst nichts, das wars, das war alles, tschüss, tschüß, tschau, ciao, auf wiedersehen, bis bald, bis später, bis dann, schönen tag,
        schönen tag noch, einen schönen tag, schönen abend, schönen abend noch, schönes wochenende, mit freundlichen grüßen, mit freundlichem gruß, freundliche grüße,
        viele grüße, liebe grüße, beste grüße, grüße, gruß, mfg, lg, vg, ich habe eine frage, ich hätte eine frage, eine frage, hilfe, brauche hilfe, ich brauche hilfe,
        bitte um hilfe, können sie mir helfen, kann mir jemand helfen, entschuldigung, einen moment

        bonjour, bonsoir, salut, coucou, bonne journée, bonne soirée, bonne nuit, bon week end, bon weekend, bonjour à tous, bonjour madame, bonjour monsieur, madame,
        monsieur, il y a quelquun, quelquun, comment allez vous, comment ça va, ça va, merci, merci beaucoup, merci bien, mille mercis, un grand merci, grand merci,
        merci davance, merci à vous, merci à tous, par avance, davance, pour votre aide, pour votre réponse, pour laide, pour la réponse, pour tout, de rien,
        je vous en prie, pas de problème, pas de souci, daccord, entendu, compris, très bien, bien, parfait, génial, super merci, cest bon, cest parfait, oui,
        oui merci, ouais, non, non merci, si, peut être, rien, rien dautre, cest tout, au revoir, à bientôt, à plus, à plus tard, à demain, bye, cordialement,
        bien cordialement, bien à vous, salutations, sil vous plaît, sil te plaît, svp, stp, jai une question, une question, jaurais une question, aide, à laide,
        aidez moi, jai besoin daide, pouvez vous maider, quelquun peut maider, pardon, désolé, désolée, excusez moi, un instant, un moment

        hola, buenas, buenos días, buenas tardes, buenas noches, buen día, qué tal, cómo están, cómo estás, cómo está, hay alguien, hay alguien ahí, alguien ahí,
        gracias, muchas gracias, mil gracias, muchísimas gracias, gracias por todo, gracias de antemano, de antemano, por su ayuda, por la ayuda, por tu ayuda,
        por la respuesta, por su respuesta, de nada, no hay problema, vale, de acuerdo, entendido, claro, perfecto, genial, muy bien, bien, bueno, listo, sí, si, no,
        no gracias, nada, nada más, eso es todo, quizás, adiós, hasta luego, hasta pronto, hasta mañana, chao, chau, saludos, un saludo, saludos cordiales, atentamente,
        por favor, tengo una pregunta, una pregunta, tengo una duda, una duda, ayuda, ayuda por favor, necesito ayuda, me pueden ayudar, me puede ayudar,
        alguien me puede ayudar, perdón, disculpe, disculpen, un momento

        ciao a tutti, salve, buongiorno, buon giorno, buonasera, buona sera, buonanotte, buona notte, buona giornata, buona serata, buon weekend, cè qualcuno, come va,
        come stai, come state, grazie, grazie mille, mille grazie, tante grazie, molte grazie, grazie a tutti, grazie a voi, grazie in anticipo, in anticipo,
        per laiuto, per la risposta, per tutto, prego, di niente, di nulla, nessun problema, va bene, daccordo, capito, certo, perfetto, ottimo, bene, benissimo,
        ok grazie, sì, si grazie, no grazie, niente, niente altro, è tutto, forse, arrivederci, a presto, a dopo, saluti, cordiali saluti, distinti saluti, per favore,
        per piacere, ho una domanda, una domanda, aiuto, ho bisogno di aiuto, mi potete aiutare, qualcuno può aiutarmi, scusi, scusa, scusate, un attimo, un momento

        olá, oi, bom dia, boa tarde, boa noite, tudo bem, tem alguém aí, alguém aí, obrigado, obrigada, muito obrigado, muito obrigada, desde já obrigado, desde já,
        pela ajuda, pela resposta, de nada, sem problema, está bem, tá bom, tá, certo, entendido, perfeito, ótimo, muito bem, sim, não, não obrigado, não obrigada,
        nada, mais nada, é só isso, é tudo, talvez, adeus, tchau, até logo, até breve, até mais, até amanhã, cumprimentos, atenciosamente, abraço, abraços, um abraço,
        por favor, tenho uma pergunta, tenho uma dúvida, uma pergunta, uma dúvida, ajuda, preciso de ajuda, podem me ajudar, pode me ajudar, alguém pode ajudar,
        desculpe, um momento

        hoi, hallo allemaal, goedemorgen, goedemiddag, goedenavond, goedenacht, goedendag, goeiemorgen, goeiedag, dag, dag allemaal, beste, geachte heer,
        geachte mevrouw, geachte heer mevrouw, mevrouw, meneer, is daar iemand, is er iemand, iemand daar, hoe gaat het, hoe is het, dank, dank u, dank je, dank je wel,
        dank u wel, dankjewel, dankuwel, hartelijk dank, heel erg bedankt, bedankt, alvast bedankt, bij voorbaat dank, alvast, bij voorbaat, voor de hulp, voor uw hulp,
        voor je hulp, voor het antwoord, voor uw antwoord, graag gedaan, graag, geen probleem, geen dank, oké, in orde, akkoord, begrepen, prima, goed, heel goed,
        perfect, top, mooi, klopt, inderdaad, ja graag, nee, nee dank u, nee bedankt, neen, misschien, niets, niets meer, verder niets, dat is alles, dat was het, doei,
        daag, tot ziens, tot straks, tot later, tot morgen, fijne dag, fijne dag nog, prettige dag, fijne avond, fijn weekend, groet, groeten, groetjes,
        vriendelijke groet, vriendelijke groeten, met vriendelijke groet, met vriendelijke groeten, mvg, alsjeblieft, alstublieft, aub, ik heb een vraag, een vraag,
        vraagje, even een vraag, hulp, help mij, ik heb hulp nodig, hulp nodig, kunt u mij helpen, kan iemand mij helpen, kan iemand helpen, sorry, excuses, een moment

        cześć, hej, witam, witajcie, dzień dobry, dobry wieczór, dobranoc, jest tu ktoś, czy jest tu ktoś, halo, dziękuję, dziękuję bardzo, bardzo dziękuję, dzięki,
        dzięki wielkie, wielkie dzięki, z góry dziękuję, z góry, za pomoc, za odpowiedź, proszę, proszę bardzo, nie ma za co, nie ma problemu, dobrze, w porządku,
        rozumiem, jasne, super, świetnie, tak, nie, nie dziękuję, może, nic, nic więcej, to wszystko, do widzenia, na razie, do zobaczenia, miłego dnia, pozdrawiam,
        z poważaniem, mam pytanie, pytanie, pomocy, pomoc, potrzebuję pomocy, proszę o pomoc, przepraszam, chwileczkę

        bună, bună ziua, bună dimineața, bună seara, noapte bună, salut tuturor, este cineva, e cineva aici, mulțumesc, mulțumesc mult, mulțumesc frumos, vă mulțumesc,
        mersi, mersi mult, mulțumesc anticipat, anticipat, pentru ajutor, pentru răspuns, cu plăcere, nicio problemă, bine, foarte bine, în regulă, am înțeles, sigur,
        perfect, excelent, da, nu, nu mulțumesc, poate, nimic, nimic altceva, asta e tot, la revedere, pa, pe curând, o zi bună, o zi frumoasă, cu stimă, vă rog,
        te rog, am o întrebare, o întrebare, ajutor, am nevoie de ajutor, mă puteți ajuta, scuze, un moment

        привет, привет всем, здравствуйте, здравствуй, добрый день, доброе утро, добрый вечер, доброй ночи, доброго дня, доброго времени суток, всем привет, есть кто,
        есть кто нибудь, кто нибудь есть, алло, ау, как дела, спасибо, спасибо большое, большое спасибо, огромное спасибо, спасибо вам, благодарю, благодарю вас,
        заранее спасибо, заранее благодарю, заранее, за помощь, за ответ, пожалуйста, не за что, без проблем, хорошо, ладно, понял, поняла, понятно, ясно, отлично,
        супер, прекрасно, ок, окей, да, ага, нет, не надо, нет спасибо, может быть, ничего, это всё, это все, всё, до свидания, пока, до встречи, всего доброго,
        хорошего дня, с уважением, у меня вопрос, есть вопрос, вопрос, помогите, помогите пожалуйста, помощь, нужна помощь, извините, простите, минутку
        привіт, вітаю, добрий день, доброго ранку, добрий ранок, добрий вечір, на добраніч, є хто, дякую, дуже дякую, щиро дякую, красно дякую, дякую за допомогу,
        за допомогу, за відповідь, будь ласка, прошу, немає за що, без проблем, добре, гаразд, зрозуміло, зрозумів, зрозуміла, чудово, так, ні, ні дякую, можливо,
        нічого, це все, до побачення, бувайте, гарного дня, з повагою, маю питання, маю запитання, є питання, питання, допоможіть, допоможіть будь ласка,
        потрібна допомога, вибачте, хвилинку

        hejsan, god morgon, god dag, god kväll, tack, tack så mycket, tusen tack, tack på förhand, varsågod, bra, nej tack, hej då, ha en bra dag, vänliga hälsningar,
        mvh, god morgen, god aften, mange tak, tak, tusind tak, selv tak, nej tak, farvel, hav en god dag, venlig hilsen, hilsen, takk, tusen takk, ha det, kiitos,
        kiitos paljon, hei, moi, terve, kyllä, ei, näkemiin, ahoj, dobrý den, dobré ráno, dobrý večer, děkuji, díky, prosím, ano, ne, na shledanou, hezký den, ďakujem,
        vďaka, szia, sziasztok, jó napot, jó reggelt, jó estét, köszönöm, köszi, igen, nem, viszlát, szép napot, merhaba, selam, günaydın, iyi günler, iyi akşamlar,
        teşekkürler, teşekkür ederim, sağol, tamam, evet, hayır, hoşça kal, kolay gelsin, γεια, γεια σας, γεια σου, καλημέρα, καλησπέρα, καληνύχτα, ευχαριστώ,
        ευχαριστώ πολύ, παρακαλώ, ναι, όχι, εντάξει, αντίο, здравей, здравейте, добър ден, благодаря, моля, не
        مرحبا, السلام عليكم, شكرا, شكرا جزيلا, نعم, لا, שלום, תודה, תודה רבה, כן, לא, नमस्ते, こんにちは, ありがとう, ありがとうございます, はい, いいえ, 你好, 您好, 谢谢, 好的, 안녕하세요, 감사합니다, 네
        """;
}
