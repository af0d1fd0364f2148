using Escalation.Topics;

namespace Escalation.Tests.Topics;

public class SubstanceTests
{
    [TestCase("Where is it?", "Where is it?")]
    [TestCase("", "")]
    [TestCase("It broke.\n\n> We sent you a new one.\n> Bye", "It broke.")]
    [TestCase("> We sent you a new one.\n\nIt broke.", "It broke.", Description = "written below the quote")]
    [TestCase("No.\n> first?\nYes.\n> second?", "No.\nYes.", Description = "written between")]
    [TestCase("It broke.\r\n\r\nOn Monday, Ann wrote:\r\n> Hello", "It broke.", Description = "what announces the quote goes with it")]
    [TestCase("Il est cassé.\n\nLe lundi, Ann a écrit :\n\n>> Bonjour", "Il est cassé.")]
    [TestCase("I want to know:\nwhere is it?", "I want to know:\nwhere is it?", Description = "no quote follows")]
    [TestCase("Hello,\nI get this when I pay my invoice:\n> Error 42: card declined", "Hello,\nI get this when I pay my invoice:", Description = "the question announces what is quoted")]
    [TestCase("Thanks!\n\nOn 3 November Ann wrote:\n> Hello", "Thanks!")]
    [TestCase("It broke.\n-- \nZoe Smith\nhttps://example.org", "It broke.")]
    [TestCase("It broke.\n--\nZoe Smith", "It broke.", Description = "the blank was lost")]
    [TestCase("It broke -- twice.\n--- really", "It broke -- twice.\n--- really", Description = "dashes are no signature")]
    [TestCase("-- \nWhere is it?", "-- \nWhere is it?", Description = "nothing stands before it")]
    [TestCase("> Where is it?", "> Where is it?", Description = "nothing else is there")]
    [TestCase("> Where is it?\n-- \nZoe", "> Where is it?\n-- \nZoe")]
    [TestCase("5 > 3, isn't it?", "5 > 3, isn't it?")]
    [TestCase("  > quoted\nown", "own")]
    public void Is_what_somebody_wrote_themselves(string text, string own)
    {
        Assert.That(Substance.Of(text), Is.EqualTo(own));
        Assert.That(Substance.Of(own), Is.EqualTo(own), "of substance it is the same");
    }
}
