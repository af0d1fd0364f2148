using Escalation.Topics.Model;

namespace Escalation.Tests.Topics.Model;

public class QuestionWordsTests
{
    [TestCase("Where is my INVOICE?", "where is my invoice")]
    [TestCase("", "")]
    [TestCase("?! … 🎉 -- \u200b", "", Description = "nothing that is a word")]
    [TestCase("don't e-mail me@example.org", "don t e mail me example org")]
    [TestCase("Größe, façade, ĽUBOMÍR, Łódź", "große facade lubomir lodz", Description = "Latin letters lose their marks")]
    [TestCase("fac\u0327ade e\u0301te\u0301", "facade ete", Description = "marks of their own, too")]
    [TestCase("Ποιός ΑΘΗΝΆ", "ποιοσ αθηνα")]
    [TestCase("Ёлка йод, и\u0306од", "елка иод иод", Description = "composed or not, it is the same word")]
    [TestCase("Tôi chưa nhận được hàng", "toi chua nhan duoc hang")]
    [TestCase("nha\u0323\u0302n đu\u031bo\u031b\u0323c", "nhan duoc")]
    [TestCase("สวัสดี नमस्ते", "สวัสดี नमस्ते", Description = "here marks are vowels")]
    [TestCase("配送状況 ２０２６年", "配送状況 2026年", Description = "full-width digits are digits")]
    [TestCase("a1b2 42", "a1b2 42")]
    public void Words_are_runs_of_letters_and_digits(string text, string words) => Assert.That(string.Join(' ', Read(text)), Is.EqualTo(words));

    [Test]
    public void Only_the_first_64_words_count() => Assert.That(Read(string.Join(' ', Enumerable.Range(0, 100))), Is.EqualTo(Enumerable.Range(0, 64).Select(i => $"{i}")));

    [Test]
    public void A_run_without_blanks_is_several_words() =>
        Assert.That(Read(new string('x', 90)).Select(word => word.Length), Is.EqualTo(new[] { 40, 40, 10 }));

    [Test]
    public void Each_word_knows_its_place_in_the_text()
    {
        const string text = "  Où est\u0301 ma Façade?";
        var words = new QuestionWords();
        words.Read(text);
        Assert.That(Enumerable.Range(0, words.Count).Select(i => text[words.Place(i)]), Is.EqualTo(new[] { "Où", "est\u0301", "ma", "Façade" }));
    }

    [Test]
    public void Any_text_can_be_read()
    {
        var random = new Random(1);
        var words = new QuestionWords();
        for (var i = 0; i < 2000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(300)).Select(_ => (char)random.Next(char.MaxValue + 1))]);
            words.Read(text);
            Assert.That(Enumerable.Range(0, words.Count).Sum(w => words[w].Length), Is.LessThanOrEqualTo(text.Length));
        }
    }

    static List<string> Read(string text)
    {
        var words = new QuestionWords();
        words.Read(text);
        return [.. Enumerable.Range(0, words.Count).Select(i => words[i].ToString())];
    }
}
