using Escalation.Input;

namespace Escalation.Tests.Input;

public class VisibleTexts
{
    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t\r\n\u00a0\u2003\u3000\u2028", Description = "white space")]
    [TestCase("\0\u0007\u009f", Description = "control characters")]
    [TestCase("\u200b\u200c\u200d\u2060\ufeff\u00ad", Description = "of no width")]
    [TestCase("\u202e\u2066\u2069\u200e\u061c", Description = "directions")]
    [TestCase("\u115f\u1160\u3164\uffa0", Description = "Hangul fillers")]
    [TestCase("\u2800", Description = "the braille blank")]
    [TestCase("\ufe0f\ufe00\U000e0100\u180b\u180e", Description = "selectors")]
    [TestCase("\u034f", Description = "the combining grapheme joiner")]
    [TestCase("\U000e0001\U000e0041\U000e007f", Description = "tags")]
    [TestCase("\u17b4\u17b5\U0001d159\U0001d173\U0001bca0\ufff9", Description = "others")]
    public void A_text_that_shows_nothing_is_empty(string? text) => Assert.That(VisibleText.IsEmpty(text), Is.True);

    [TestCase("a")]
    [TestCase("\u200b.")]
    [TestCase("❤\ufe0f")]
    [TestCase("👩\u200d👧")]
    [TestCase("🏴\U000e0067\U000e0062\U000e007f", Description = "a flag is made with tags")]
    [TestCase("\u0301", Description = "an accent alone is drawn")]
    [TestCase("ไ")]
    [TestCase("⠁")]
    [TestCase("가")]
    [TestCase("\ufffd")]
    public void A_text_that_shows_anything_is_not(string text) => Assert.That(VisibleText.IsEmpty(text), Is.False);
}
