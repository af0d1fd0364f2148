using Escalation.Alerts;
using Escalation.Input;

namespace Escalation.Organization;

static class ReadAlert
{
    public static AlertChannel From(JsonInput input, string name, Names known)
    {
        var kind = input.Text("kind", required: true, check: Readings.OneOf(AlertSenders.Settings.Keys)) ?? "";
        var events = input.Texts("events", distinct: true, check: Readings.OneOf(NoticeEvents.All));
        var to = input.Texts("to", distinct: true, check: recipient => MustBeRecipient(recipient, known));
        var settings = ReadSettings.From(input, AlertSenders.Settings.GetValueOrDefault(kind));
        if (kind == AlertSenders.Email)
            CheckSignIn(input, settings);
        return new(name, kind, events, to, settings);
    }

    static void CheckSignIn(JsonInput input, Settings settings)
    {
        if (settings["user"] is not null && settings["password"] is null)
            input.Fault("settings.password", "is required where there is a user");
        if (settings["user"] is null && settings["password"] is not null)
            input.Fault("settings.user", "is required where there is a password");
        if (settings["user"] is not null && settings["tls"] == AlertSenders.NoTls)
            input.Fault("settings.tls", "must be startTls where there is a user: a password is never sent without TLS");
    }

    static string? MustBeRecipient(string recipient, Names known) =>
        ReadPerson.Reserved.Contains(recipient) || known.People.Contains(recipient)
            ? null
            : $"must be one of {string.Join(", ", ReadPerson.Reserved)}, or a person's name";
}
