using Escalation.Organization;
using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class KeywordRuleTests
{
    static readonly OrganizationFile Company = new()
    {
        Topics =
        [
            Some.Topic("billing", "invoice", "refund", "VAT", "credit note"),
            Some.Topic("delivery", "parcel", "courier", "доставка", "配送"),
            Some.Topic("bill", "ausweis"),
            Some.Topic("india", "बिल"),
            Some.Topic("coffee", "café"),
        ],
    };

    static TopicGuess? Decide(string text) => KeywordRule.Decide(text, Company);

    [TestCase("Where is my invoice?", "billing", "invoice")]
    [TestCase("Refund my invoice", "billing", "invoice refund", Description = "two words of one topic are no doubt")]
    [TestCase("I was INVOICED twice", "billing", "invoice")]
    [TestCase("two invoices", "billing", "invoice")]
    [TestCase("“Invoice”!", "billing", "invoice")]
    [TestCase("pre-invoice/2026", "billing", "invoice")]
    [TestCase("is vat included", "billing", "VAT")]
    [TestCase("a question about billing", "billing", "billing", Description = "the topic's own name")]
    [TestCase("please send a credit\n note", "billing", "credit note")]
    [TestCase("two Credit-Notes", "billing", "credit note")]
    [TestCase("Где моя ДОСТАВКА?", "delivery", "доставка")]
    [TestCase("доставки нет: доставка опоздала", "delivery", "доставка")]
    [TestCase("Ausweise", "bill", "ausweis")]
    [TestCase("配送 まだですか", "delivery", "配送")]
    [TestCase("मेरा बिल कहाँ है?", "india", "बिल")]
    [TestCase("ein cafe\u0301 bitte", "coffee", "café", Description = "the accent as a character of its own")]
    [TestCase("un CAFE", "coffee", "café")]
    public void Words_of_one_topic_tell_the_topic(string text, string topic, string words)
    {
        var decided = Decide(text);
        Assert.That(decided?.Topic, Is.EqualTo(topic));
        Assert.That(decided!.Confidence, Is.EqualTo(1));
        Assert.That(string.Join(' ', decided.Words), Is.EqualTo(words));
    }

    [TestCase("", Description = "nothing")]
    [TestCase("?!… 🎉")]
    [TestCase("Hello, is anybody there?")]
    [TestCase("My invoice was in the parcel", Description = "two topics")]
    [TestCase("bill for delivery", Description = "two topics by name")]
    [TestCase("the voice", Description = "only the end of a word")]
    [TestCase("invoicing", Description = "not the word and an ending")]
    [TestCase("मेरे बाल", Description = "another vowel is another word")]
    [TestCase("billiards, parcelled up", Description = "longer than any ending")]
    [TestCase("vats", Description = "a short word has no endings")]
    [TestCase("note the credit", Description = "the phrase in another order")]
    [TestCase("credit is a note", Description = "words between")]
    [TestCase("credit", Description = "half of a phrase")]
    public void Otherwise_they_do_not_decide(string text) =>
        Assert.That(Decide(text), Is.Null);

    [Test]
    public void Without_topics_they_do_not_decide() =>
        Assert.That(KeywordRule.Decide("invoice", OrganizationFile.Empty), Is.Null);

    [Test]
    public void A_keyword_without_letters_never_matches() =>
        Assert.That(KeywordRule.Decide("what?!", new() { Topics = [Some.Topic("x", "?!", " ")] }), Is.Null);
}
