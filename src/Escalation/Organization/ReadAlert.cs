using System.Collections.Immutable;
using Escalation.Input;

namespace Escalation.Organization;

static class ReadAlert
{
    static readonly ImmutableArray<string> Events = ["assigned", "reminded", "escalated", "breached", "uncovered", "deliveryFailed"];

    public static AlertChannel From(JsonInput input, string name, Names known)
    {
        var kind = input.Text("kind", required: true, check: Readings.OneOf(AlertSenders.Settings.Keys)) ?? "";
        return new(
            name,
            kind,
            input.Texts("events", distinct: true, check: Readings.OneOf(Events)),
            input.Texts("to", distinct: true, check: recipient => MustBeRecipient(recipient, known)),
            ReadSettings.From(input, AlertSenders.Settings.GetValueOrDefault(kind)));
    }

    static string? MustBeRecipient(string recipient, Names known) =>
        ReadPerson.Reserved.Contains(recipient) || known.People.Contains(recipient)
            ? null
            : $"must be one of {string.Join(", ", ReadPerson.Reserved)}, or a person's name";
}
