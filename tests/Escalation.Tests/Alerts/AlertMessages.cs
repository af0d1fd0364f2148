using System.Net.Mail;
using System.Text;
using Escalation.Alerts;
using Escalation.Organization;

namespace Escalation.Tests.Alerts;

/// <summary>What a reader gets to see: of one notice, and of ten thousand.</summary>
public sealed class AlertMessages
{
    static readonly Person Ann = Some.Person("ann") with { DisplayName = "Ann Peeters", Email = "ann@example.org" };

    [Test]
    public void One_notice_is_its_own_sentence()
    {
        var message = Alerting.Message(Alerting.Notice("Nobody is free\r\nto answer\tquestions."));
        Assert.That(message.Headline, Is.EqualTo("Nobody is free to answer questions."));
        Assert.That(message.Lines, Is.EqualTo("2026-11-23 09:00:00Z  Nobody is free to answer questions.\n"));
    }

    [Test]
    public void Many_are_counted_and_the_first_twenty_told()
    {
        var message = Alerting.Message([.. Alerting.Burst(9_998), Alerting.Notice(), Alerting.Notice("The network says no.", NoticeEvents.DeliveryFailed)]);
        Assert.That(message.Headline, Is.EqualTo("10,000 notices: 9,998 breached, 1 delivery failed, 1 uncovered"));
        var lines = message.Lines.TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(21));
        Assert.That((lines[0], lines[19], lines[20]), Is.EqualTo(("2026-11-23 09:00:00Z  Breach 0", "2026-11-23 09:00:19Z  Breach 19", "and 9,980 more")));
    }

    [Test]
    public void Up_to_twenty_nothing_is_left_out() => Assert.That(Alerting.Message(Alerting.Burst(20)).Lines, Does.EndWith("Breach 19\n"));

    [Test]
    public void The_longest_fits_into_five_thousand_characters_and_cuts_no_character_in_half()
    {
        var text = SlackAlerts.Text(Alerting.Message([.. Enumerable.Range(0, 100).Select(_ => Alerting.Notice(string.Concat(Enumerable.Repeat("x🎉", 1000))))]));
        Assert.That(text, Has.Length.LessThan(5000));
        Assert.That(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), Is.EqualTo(text));
    }

    [TestCase("a < b & c > d", "a &lt; b &amp; c &gt; d")]
    [TestCase("<!channel> <https://evil.example|here>", "&lt;!channel&gt; &lt;https://evil.example|here&gt;")]
    [TestCase("@channel @All ann@example.org", "@\u200bchannel @\u200bAll ann@example.org")]
    public void In_a_chat_nothing_becomes_a_link_or_a_call(string said, string sent) => Assert.That(SlackAlerts.Text(Alerting.Message(Alerting.Notice(said))), Is.EqualTo(sent));

    [Test]
    public void A_mail_says_what_happened()
    {
        var mail = Raw(Alerting.Message(Ann, Alerting.Notice("Zoë waits for über-fast help")));
        Assert.That(mail, Does.Contain("To: \"Ann Peeters\" <ann@example.org>").And.Contain("Message-ID: <11111111222233334444555555555555@example.org>").And.Contain("Auto-Submitted: auto-generated"));
        Assert.That(mail, Does.Contain("Subject: =?utf-8?").And.Contain("Content-Type: text/plain; charset=utf-8"));
        var body = Encoding.UTF8.GetString(Convert.FromBase64String(mail[mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]));
        Assert.That(body, Is.EqualTo("2026-11-23 09:00:00Z  Zoë waits for über-fast help\r\n\r\n-- \r\nEscalation sends this to ann by the alert channel chat.\r\n"));
        Assert.That(Raw(Alerting.Message(Ann, Alerting.Burst(3))), Does.Contain("Subject: Escalation: 3 notices: 3 breached\r\n")
            .And.Contain("\r\n\r\n3 notices: 3 breached\r\n\r\n2026-11-23 09:00:00Z  Breach 0\r\n2026-11-23 09:00:01Z  Breach 1\r\n"));
    }

    [TestCase("Late\r\nBcc: eve@example.org")]
    [TestCase("Late\nBcc: eve@example.org\n\nBody of Eve")]
    [TestCase("Late\r\n.\r\nMAIL FROM:<eve@example.org>")]
    [TestCase("Late\0\u0085\u2028Bcc: eve@example.org")]
    public void No_line_break_gets_into_a_header(string text)
    {
        var mail = Raw(Alerting.Message(Ann with { DisplayName = text }, Alerting.Notice(text)));
        var headers = mail[..mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
        Assert.That(headers, Has.None.StartsWith("Bcc").And.None.StartsWith("MAIL"));
        Assert.That(headers.Count(h => h.StartsWith("Subject: Escalation: Late", StringComparison.Ordinal)), Is.EqualTo(1), mail);
        Assert.That(mail, Does.Not.Contain("\r\n.\r\nMAIL"));
    }

    /// <summary>As it goes over the wire.</summary>
    static string Raw(AlertMessage message)
    {
        var folder = Directory.CreateTempSubdirectory("escalation-");
        using var mail = EmailAlerts.Mail(message, new MailAddress(message.Person!.Email!, Escalation.Input.OneLine.Of(message.Person.DisplayName, 100)), "escalation@example.org");
        using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder.FullName })
            client.Send(mail);
        var raw = File.ReadAllText(folder.EnumerateFiles().Single().FullName);
        folder.Delete(recursive: true);
        return raw;
    }
}
