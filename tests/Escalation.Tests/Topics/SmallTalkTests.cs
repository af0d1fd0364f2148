using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class SmallTalkTests
{
    [TestCase("Hi")]
    [TestCase("Hello?")]
    [TestCase("HIIII!!! 😀")]
    [TestCase("Good morning, sir")]
    [TestCase("Hello, is anybody there?")]
    [TestCase("ok thanks bye")]
    [TestCase("That’s all, thank you very much for your help.")]
    [TestCase("no thanks")]
    [TestCase("I have a question")]
    [TestCase("Hi, can you help me please?")]
    [TestCase("12345")]
    [TestCase("#2026-00017 / 3")]
    [TestCase("AB12345, thanks")]
    [TestCase("👍")]
    [TestCase("?!")]
    [TestCase("")]
    [TestCase("@shop@example.org hello")]
    [TestCase("ok\n\n> Where is your parcel now?", Description = "what is quoted does not count")]
    [TestCase("Danke schön!\n-- \nDr. Zoe Schmidt, Rechnungsprüfung")]
    [TestCase("Guten Tag, ich hätte eine Frage")]
    [TestCase("Bonjour Madame, merci d'avance, cordialement")]
    [TestCase("Buenos días, muchas gracias")]
    [TestCase("buenos dias", Description = "without accents")]
    [TestCase("Buongiorno, va bene, grazie mille")]
    [TestCase("Olá, bom dia! Tudo bem?")]
    [TestCase("Goedemorgen, alvast bedankt, met vriendelijke groeten")]
    [TestCase("Dzień dobry, dziękuję")]
    [TestCase("Bună ziua, mulțumesc")]
    [TestCase("Здравствуйте! Спасибо большое")]
    [TestCase("Привіт, дякую")]
    [TestCase("Hej, tack så mycket")]
    [TestCase("Ok merci bye", Description = "languages are mixed")]
    public void Asks_nothing(string text) => Assert.That(SmallTalk.IsAll(text), Is.True);

    [TestCase("Hi, where is my invoice?")]
    [TestCase("invoice")]
    [TestCase("Thanks, but it is still broken")]
    [TestCase("Hello, PS5?")]
    [TestCase("order 12345")]
    [TestCase("iphone14")]
    [TestCase("Hi\n\n> hello\n\nWhere is my parcel?")]
    [TestCase("help with my bicycle")]
    [TestCase("can you help me with a refund?")]
    [TestCase("How are you going to repair it?")]
    [TestCase("not working")]
    [TestCase("Wo ist mein Paket?")]
    [TestCase("Merci de me rembourser")]
    [TestCase("Где моя посылка?")]
    [TestCase("配送 まだですか")]
    [TestCase("good brakes")]
    [TestCase("> Where is my parcel?", Description = "a bare forward")]
    public void Asks_something(string text) => Assert.That(SmallTalk.IsAll(text), Is.False);

    [Test]
    public void Much_of_it_is_not_read() => Assert.That(SmallTalk.IsAll(string.Join(' ', Enumerable.Repeat("hello", 60_000))), Is.False);
}
