using Escalation.Search;

namespace Escalation.Tests.Search;

public class SearchWordsTests
{
    [TestCase("Łódź", "lodz")]
    [TestCase("LODZ", "lodz")]
    [TestCase("Lo\u0301dz\u0301", "lodz", Description = "marks that stand by themselves")]
    [TestCase("ÉCOLE l'école", "ecole l")]
    [TestCase("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ")]
    [TestCase("İstanbul ISTANBUL ıstanbul", "istanbul")]
    [TestCase("Straße STRASSE ẞ", "strasse ss")]
    [TestCase("Ærø smørrebrød œuvre đường þing", "aero smorrebrod oeuvre duong thing")]
    [TestCase("ЁЖ ёж", "еж")]
    [TestCase("ﬁnal Ｆｕｌｌ ½", "final full 1 2")]
    [TestCase("zero\u200dwidth soft\u00adhyphen", "zerowidth softhyphen")]
    [TestCase("مُحَمَّد", "محمد")]
    [TestCase("नमस्ते", "नमस्ते", Description = "marks that are vowels stay")]
    [TestCase("mail me: zoe@example.org, 12.50 €!", "mail me zoe example org 12 50")]
    [TestCase("東京都", "東京 京都 都")]
    [TestCase("東", "東")]
    [TestCase("iPhone12の電池", "iphone12 の電 電池 池")]
    [TestCase("ｶﾞｽ ガス", "カス ス")]
    [TestCase("𠮷野家", "𠮷野 野家 家")]
    [TestCase("🎉 -- \u0000 … \ufffd", "")]
    public void A_text_is_cut_into_folded_words(string text, string terms) =>
        Assert.That(SearchTerms.Of(text), Is.EquivalentTo(terms.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Test]
    public void Half_of_a_surrogate_pair_ends_a_word_and_nothing_else() =>
        Assert.That(SearchTerms.Of("a\ud83d" + "b"), Is.EquivalentTo(new[] { "a", "b" }));

    [Test]
    public void An_endless_word_is_cut() => Assert.That(SearchTerms.Of(new string('x', 60_000)).Single(), Has.Length.EqualTo(40));

    [TestCase("invoice Łó", "invoice* lo*")]
    [TestCase("n 7", "n 7", Description = "too much begins with one letter")]
    [TestCase("東", "東*")]
    [TestCase("東京都", "東京 京都")]
    [TestCase("a OR b* NEAR(c) \"d\" & !e | f:*", "a or* b near* c d e f")]
    public void All_words_are_looked_for_as_beginnings(string text, string words)
    {
        var (read, fault) = SearchWords.Read(text);
        Assert.That(fault, Is.Null);
        Assert.That(read!.Words.Select(w => w.Text + (w.IsBeginning ? "*" : "")), Is.EqualTo(words.Split(' ')));
    }

    [TestCase("\"'*()&|!:^-")]
    [TestCase("🎉\u200d")]
    [TestCase("\u0301")]
    public void Without_a_letter_or_digit_nothing_can_be_looked_for(string text) =>
        Assert.That(SearchWords.Read(text), Is.EqualTo(((SearchWords?)null, "must hold a letter or a digit")));

    [Test]
    public void There_are_no_more_than_a_few_words() =>
        Assert.That(SearchWords.Read(string.Join(' ', Enumerable.Range(0, 33))).Fault, Is.EqualTo("must be no more than 32 words"));
}
