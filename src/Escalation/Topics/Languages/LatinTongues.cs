namespace Escalation.Topics.Languages;

/// <summary>The languages written in Latin letters. Function words and what askers often say, written by hand.</summary>
static class LatinTongues
{
    public const string CommonLetters = "abcdefghijklmnopqrstuvwxyz";

    public static readonly Tongue[] All =
    [
        new("en", "", """
            the of to and a in is it you that he was for on are with as i his they be at one have this from or had by but not what all were when we there can an your
            which their said if do will each about how up out them then she many some so these would other into has more her see him could no make than my been who its
            now did get come made may any only new take know just me our us because why where here please need want still help don doesn isn didn cant does should wrong
            using used between best something anything same after before without ve ll re im dont am got too much there
            """),
        new("fr", "àâæçéèêëîïôœùûüÿ", """
            le la les de des du un une et est en que qui dans pour pas sur plus par avec ce cette il elle je vous nous on ne se sont mais ou où comme tout fait été être
            avoir ai avez avons mon ma mes votre vos notre son sa ses leur aux au si bien très sans peut comment pourquoi quand quel quelle bonjour merci faire depuis
            encore aussi qu deux toujours jamais rien chez puis alors car donc avait était sera ont peux dois faut chaque même entre après avant vos cela ça reçu
            """),
        new("de", "äöüß", """
            der die das und ist in zu den von mit nicht ein eine einen einem einer auf für ich sie es dem des sich auch an als wie bei nach aus wenn war noch nur wird
            oder aber vor zur bis mehr durch man dann um am zum kann habe haben hat sind sein mein meine meinen meiner wir ihr ihre uns mir mich bitte wo warum wann was
            welche wer keine kein schon immer sehr wurde werden können über unter wieder gibt muss soll leider danke hallo guten doch jetzt diese dieser dieses ohne
            gegen seit im vom hier gut
            """),
        new("nl", "éëïöüèê", """
            de het een en van ik te dat die in is niet op aan met als voor er maar om hem dan zou wat mijn zijn was heb heeft hebben kan ook naar bij nog uit u je jij
            wij we hoe waar waarom wanneer wie welke geen wel al door over tot meer worden wordt moet mag mij dit deze onze uw hun ze zo kunnen kunt graag bedankt
            goedemorgen hallo nu weer toch sinds zonder tegen iets niets altijd alleen deze bent ben jullie hier
            """),
        new("es", "áéíñóúü", """
            el la los las de que y en un una ser se no por con para como más pero sus le lo al del me mi mis su está están este esta estos son fue ha he hay muy sin
            sobre también porque cuando donde dónde cómo qué quién cuál desde hasta si sí todo nos ya entre puedo puede pueden tengo tiene hola gracias quiero necesito
            hacer usted ustedes les te tu eso esto ahora siempre nunca nada algo otro otra era así bien aún todavía yo a o
            """),
        new("it", "àèéìíîòóù", """
            il lo la i gli le di che e è un una in per non con sono mi ho hai ha abbiamo del della dei delle degli nel nella al alla ai alle dal dalla sul sulla come
            perché dove dov quando cosa chi quale più ma anche se si ci questo questa questi mio mia miei mie suo sua nostro vostro essere fare stato molto già ancora
            sempre senza dopo prima grazie buongiorno vorrei posso può potete devo tutto quanto qualcuno niente solo così poi fa da o a dell
            """),
        new("pt", "áâãàçéêíóôõú", """
            o os a as de que e do da dos das em um uma para com não por mais no na nos nas se como mas foi ao ele ela são está estou estão tem tenho meu minha meus minhas
            seu sua ou quando muito já eu também só pelo pela até isso isto este esta qual quem onde porque porquê obrigado olá bom dia posso pode podem quero preciso
            fazer você vocês nós ainda sempre sem depois antes há ser ter é
            """),
        new("ca", "àçéèíïóòúü", """
            el la els les de que i en un una per amb no és són del dels al als com més però si em meu meva la seva què quan on perquè hi ha he estat aquest aquesta això
            també molt ja sense fins des bon dia gràcies puc pot vull fer tinc té vostè nosaltres meus meves ens us li seu encara sempre després abans
            """),
        new("pl", "ąćęłńóśźż", """
            i w na z do nie że się jest to o jak po za od ale czy co dla przy tak mam mój moja moje mi mnie jestem są był była było być może można gdzie kiedy dlaczego
            który która które tego tym ten ta już tylko jeszcze oraz przez proszę dziękuję dzień dobry jaki jakie ma mają nas was pan pani bardzo bez pod przed więc nic
            coś zawsze także lub
            """),
        new("cs", "áčďéěíňóřšťúůýž", """
            a v na je se že s z do o to i jako za od po jsem jsou jsme byl byla bylo být ale jak kde kdy proč co který která které mám má můj moje mě mi není nemám nebo
            také pro při už jen ještě prosím děkuji dobrý den můžu může můžete ve ze si tak která bych velmi jestli když než jeho jejich této tento vás nás mně ať
            """),
        new("sk", "áäčďéíĺľňóôŕšťúýž", """
            a v na je sa že s z do o to i ako za od po som sú sme bol bola bolo byť ale kde kedy prečo čo ktorý ktorá ktoré mám má môj moja moje mi ma nie nemám alebo aj
            pre pri už len ešte prosím ďakujem dobrý deň môžem môže môžete vo zo si tak by veľmi či keď než jeho ich táto tento vás nás mne bude
            """),
        new("ro", "ăâîșțşţ", """
            și în de la cu pe nu este un o ce care din pentru am ai a fost sunt să mai dar sau cum unde când cine meu mea mei mele mi îmi vă ne se al ale lui că dacă prin
            după până foarte fără acest această bună ziua mulțumesc vreau pot poate aveți avem au fi nici doar tot toate decât spre despre si şi
            """),
        new("hu", "áéíóöőúüű", """
            a az és hogy nem is egy ez van volt de meg csak ha már mint még mi ki hol mikor miért hogyan melyik vagy vagyok vannak lehet kell nincs azt ezt nekem én ön
            önök jó napot kérem köszönöm szeretnék tudok tud lenne minden után előtt nélkül szerint között itt ott most nagyon sem sincs amit ami akkor el fel le be
            """),
        new("sv", "åäö", """
            och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när ska skulle min mitt mina er ert era mig hur varför
            vad vem vilken finns också bara eller under ut där här nu mycket tack hej utan efter innan redan alla får måste vill blev blir denna detta mot
            """),
        new("da", "åæø", """
            og i at det er en til på af for med de den som har ikke jeg et var men han om sig fra vi så kan når skal min mit mine jer jeres mig hvor hvordan hvorfor hvad
            hvem hvilken findes også kun eller under ud der her nu meget tak hej uden efter før allerede alle får må vil blev bliver denne dette mod være blevet havde
            """),
        new(null, "åæøéòô", """
            og i at det er en til på av for med de den som har ikke jeg et var men han om seg fra vi så kan når skal min mitt mine dere deres meg hvor hvordan hvorfor
            hva hvem hvilken finnes også bare eller under ut der her nå mye takk hei uten etter før allerede alle får må vil ble blir denne dette mot være blitt hadde
            noen ikkje eg
            """),
        new("fi", "äöå", """
            ja on ei se että en oli olen hän mutta ovat kun niin tai myös mitä missä miksi miten milloin kuka mikä joka jos kuin minun minulla mun teidän te me sen tämä
            tämän tuo nyt vain vielä jo voi voin voiko voitte pitää haluan kiitos hei hyvää päivää ole olla ollut eikä sitten aina ilman jälkeen ennen kanssa mukaan
            kaikki siitä siellä
            """),
        new("tr", "çğıöşüâîû", """
            ve bir bu için ne da de mi mı mu ile çok var yok değil ben sen biz siz ama daha gibi kadar nasıl neden nerede nereye zaman olarak olan oldu en hangi kim benim
            bana sizin bize her şey şu o ki ya veya sonra önce lütfen merhaba teşekkür teşekkürler istiyorum olur oluyor hiç ise göre bunu
            """),
        new("sl", "čšž", """
            in je v na se da za so ki ne z s po od do kot pri ali pa sem bi ni tudi kako kje kdaj zakaj kaj kdo kateri moj moja moje mi me še že samo zelo brez lahko imam
            ima bil bila bilo biti smo ste prosim hvala pozdravljeni dober dan to ta tega ker če preko
            """),
        new(null, "čćđšž", """
            i je u na se da za su koji ne s po od do kao pri ili pa sam bi nije također kako gdje kada zašto što tko koji koja moj moja moje mi me još već samo vrlo bez
            mogu imam ima bio bila bilo biti smo ste molim hvala dobar dan to ta ovaj jer ako preko li šta gde ovo sve
            """),
        new("et", "äõöüšž", """
            ja on ei et see ma oli ka kui aga mis kus miks kuidas millal kes või minu mul mulle teie te me selle siis nii juba veel ainult saab saan saate pean palun tere
            tänan aitäh olen ole olema pole ning kõik pärast enne ilma väga seda oma nad
            """),
        new("lt", "ąčęėįšųūž", """
            ir yra kad su į iš ne bet kaip kur kada kodėl kas kuris ar aš mano man jūs jūsų mes tai šis ši jau dar tik labai be po prieš už nuo iki prie ačiū prašau laba
            diena galiu gali galite turiu buvo būti nėra dėl arba tačiau apie
            """),
        new("lv", "āčēģīķļņšūž", """
            un ir ka ar uz no par ne bet kā kur kad kāpēc kas kurš vai es mans mana man jūs jūsu mēs tas šis šī jau vēl tikai ļoti bez pēc pirms līdz pie paldies lūdzu
            labdien var varu varat nav bija būt vairs arī tā to
            """),
        new("vi", "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", """
            và là của có không tôi cho được các một những trong với này khi đã để người về ở như thì làm sao bao giờ đơn hàng bạn rất cũng nhưng hay xin chào cảm ơn
            """),
        new(null, "", """
            yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena ada bisa sudah atau kami apa bagaimana mengapa kapan mana terima kasih anda belum lebih
            boleh tak kepada adalah oleh telah seperti
            """),
        new(null, "êëôöïé", """
            die van en is nie het ek in dat te my vir om met ons jy op wat hy sal was aan kan hulle as daar maar by hoe waar waarom u baie dankie asseblief word deur hierdie daardie julle sy wees moet nog ook so uit oor meer nou kon soos nuwe
            """),
        new(null, "áéíñóú", """
            o a os as de que e do da dos das en un unha para con non por máis no na nos nas se como pero foi ao el ela son está estou teñen teño meu miña moi xa eu tamén
            só polo pola ata isto este cal quen onde porque grazas ola podo pode quero á coa co dun dunha desta deste pódese puido xeito máis
            """),
        new(null, "àéèíóòúç", "lo amb dins pas aquesta aqueste vòstre pòt cal foguèt ont perqué mercés coma tanben"),
        new(null, "áéíñóúüḷḥ", "ye nun pa esti yá foi tien tamién cuála agora puen ficheru equí nada más pues"),
        new(null, "âêîôû", "lis di cun par chest cheste pes intal dal une al pues dopo cemût ancje no si je"),
        new(null, "äöüß", "dat nich un ik för op to wesen kann mit dien mien wi jo hebbt hett wat daar"),
        new(null, "ĉĝĥĵŝŭ", "la de kaj en estas ne al por kun mi vi li ĉi tio kiel kiu kio estis pri sed pli aŭ el se ke ĝi"),
    ];
}
