using Escalation.Connectors.WordPress;
using NUnit.Framework;

namespace Escalation.Tests.Connectors;

public class CommentTextTests
{
    [TestCase("plain", "plain")]
    [TestCase("<b>Wie</b> geht&#8217;s? R&amp;D &lt;3 \"so\"", "Wie geht’s? R&D <3 \"so\"")]
    [TestCase("if a < b and c > d", "if a < b and c > d")]
    [TestCase("one\r\ntwo", "one\ntwo")]
    [TestCase("<p>one</p>\n<p>two<br />three<br>\nfour</p>", "one\n\ntwo\nthree\nfour")]
    [TestCase("see <a href=\"https://x.example/a?b=1&amp;c=2\" rel=\"nofollow ugc\">this page</a>!", "see this page (https://x.example/a?b=1&c=2)!")]
    [TestCase("<a href='https://x.example'>https://x.example</a>", "https://x.example")]
    [TestCase("<a href=\"javascript:alert(1)\">here</a>", "here")]
    [TestCase("a<!-- hidden -->b", "ab")]
    [TestCase("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>")]
    [TestCase("", "")]
    public void Reads_the_words_of_a_comment(string html, string text) => Assert.That(CommentText.FromHtml(html), Is.EqualTo(text));

    [TestCase("a < b & c > d", "a &lt; b &amp; c &gt; d")]
    [TestCase("<script>alert('x')</script>", "&lt;script&gt;alert('x')&lt;/script&gt;")]
    [TestCase("literally &lt;", "literally &amp;lt;")]
    [TestCase("one\r\n\r\ntwo ", "one\n\ntwo")]
    [TestCase(@"C:\temp", "C:&#092;temp")]
    public void Writes_text_so_that_nothing_of_it_is_markup(string text, string html) => Assert.That(CommentText.ToHtml(text), Is.EqualTo(html));

    [TestCase("\"Quotes\" 'and' <b>bold</b> &amp; R&D \\ 🎉 Größe\n\nnew paragraph\nline")]
    [TestCase("<a href=\"https://x.example\">text</a>")]
    [TestCase("&#92; &lt; <!-- x --> <br>")]
    public void What_is_written_reads_back_the_same(string text) => Assert.That(CommentText.FromHtml(CommentText.ToHtml(text)), Is.EqualTo(text));

    [TestCase("a\n\nb", "a b", true)]
    [TestCase(" a\u00a0b ", "a b", true)]
    [TestCase("a b", "ab", false)]
    [TestCase("A", "a", false)]
    public void Only_white_space_may_differ(string one, string other, bool same) => Assert.That(CommentText.Same(one, other), Is.EqualTo(same));

    [TestCase("", "<a ")]
    [TestCase("", "<a href=\"")]
    [TestCase("", "<a href='https:x'>")]
    [TestCase("<a ", "href='https:x' ")]
    [TestCase("", "<!--")]
    [TestCase("", "</")]
    [TestCase("", "<br ")]
    [TestCase("", "\n \n")]
    [TestCase("\n", " \t")]
    [MaxTime(5000)]
    public void Hostile_markup_is_not_slow(string start, string piece) =>
        CommentText.FromHtml(start + string.Concat(Enumerable.Repeat(piece, 65_000 / piece.Length)));
}
