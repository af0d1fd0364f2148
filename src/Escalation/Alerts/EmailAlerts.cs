using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using Escalation.Connectors;
using Escalation.Input;
using Escalation.Organization;

namespace Escalation.Alerts;

/// <summary>
/// Alert channels of kind <c>email</c>: plain text to one person's address by SMTP (decision 0010). TLS by STARTTLS is required unless
/// the server is this machine and asks for no password; nothing is sent when it fails.
/// </summary>
public sealed class EmailAlerts(TimeProvider time) : IAlertSender
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Kind => AlertSenders.Email;

    public async Task<Sending> SendAsync(AlertMessage message, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        if (message.Person is not { } person)
            return new Sending.Refused(message.Reader == "" ? "A mail goes to people, and the channel names nobody." : $"{message.Reader} is not in the organization any more.");
        if (person.Email is null)
            return new Sending.Refused($"{person.Name} has no e-mail address.");
        if (!MailAddress.TryCreate(person.Email, OneLine.Of(person.DisplayName, 100), out var to))
            return new Sending.Refused($"The e-mail address of {person.Name} cannot be used.");

        using var mail = Mail(message, to, settings["from"]);
        using var client = Client(settings);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await client.SendMailAsync(mail, either.Token);
            return new Sending.Taken();
        }
        catch (SmtpFailedRecipientException e) when (IsFinal(e.StatusCode))
        {
            return new Sending.Refused($"{client.Host} refuses mail to {person.Name}: {OneLine.Of(e.Message, 200)}");
        }
        catch (SmtpException e)
        {
            throw new TryLaterException($"{client.Host}: {OneLine.Of(e.GetBaseException().Message, 200)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TryLaterException($"{client.Host} did not answer within {Patience.TotalSeconds} s.");
        }
    }

    public async Task ReachAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        using var client = Client(settings);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var connection = new TcpClient();
        await connection.ConnectAsync(client.Host!, client.Port, either.Token);
        using var lines = new StreamReader(connection.GetStream(), Encoding.ASCII);
        if (await lines.ReadLineAsync(either.Token) is not { } greeting || !greeting.StartsWith("220", StringComparison.Ordinal))
            throw new InvalidOperationException($"{client.Host}:{client.Port} does not greet as a mail server does.");
    }

    /// <summary>No line break gets into a header: what people and networks wrote is brought onto one line first.</summary>
    public static MailMessage Mail(AlertMessage message, MailAddress to, string from)
    {
        var sender = new MailAddress(from, "Escalation");
        var body = Body(message);
        var mail = new MailMessage(sender, to)
        {
            Subject = $"Escalation: {OneLine.Of(message.Headline, 120)}",
            SubjectEncoding = Encoding.UTF8,
            Body = body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = Ascii.IsValid(body) ? TransferEncoding.SevenBit : TransferEncoding.Base64,
        };
        // The same on every try, so that a mailbox that got it twice can tell; and no answering machine answers.
        mail.Headers.Add("Message-ID", $"<{message.Id:N}@{sender.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    static string Body(AlertMessage message) =>
        $"{(message.Total == 1 ? "" : message.Headline + "\n\n")}{message.Lines}\n-- \nEscalation sends this to {message.Reader} by the alert channel {message.Channel}.\n".Replace("\n", "\r\n");

    static SmtpClient Client(IReadOnlyDictionary<string, string> settings)
    {
        var (user, password) = (settings.GetValueOrDefault("user"), settings.GetValueOrDefault("password"));
        if (user is null != password is null)
            throw new InvalidOperationException("The settings 'user' and 'password' go together.");
        var tls = settings.GetValueOrDefault("tls") ?? (user is null && IsThisMachine(settings["host"]) ? AlertSenders.NoTls : AlertSenders.StartTls);
        if (tls == AlertSenders.NoTls && user is not null)
            throw new InvalidOperationException("A password is never sent without TLS: leave out 'tls', or 'user' and 'password'.");
        if (AlertSenders.CheckPort(settings["port"]) is { } wrong)
            throw new InvalidOperationException($"The setting 'port' {wrong}.");
        return new SmtpClient(settings["host"], int.Parse(settings["port"], CultureInfo.InvariantCulture))
        {
            EnableSsl = tls != AlertSenders.NoTls,
            Credentials = user is null ? null : new NetworkCredential(user, password),
        };
    }

    static bool IsThisMachine(string host) => host == "localhost" || IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>What is wrong is the address. All else may be mended at the server, or in the settings, while the message waits.</summary>
    static bool IsFinal(SmtpStatusCode status) =>
        status is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed;
}
