using System.Text;
using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Organization;

/// <summary>Reads and checks an organization file (format: the public contract). One file beside this one reads each of its sections.</summary>
public static class OrganizationReader
{
    /// <param name="networks">All networks of this service; they judge the channels' settings.</param>
    /// <returns>The organization, or all its faults at once. No content makes it throw; the size is the caller's to limit.</returns>
    public static ReadResult<OrganizationFile> Read(ReadOnlyMemory<byte> utf8, IReadOnlyCollection<IConnectorFactory> networks) =>
        JsonInput.Read(utf8, input =>
        {
            var known = new Names(input, networks);
            var file = new OrganizationFile
            {
                Calendars = input.Named("calendars", ReadCalendar.From),
                Topics = input.Named("topics", (item, name) => ReadTopic.From(item, name, known)),
                People = input.Named("people", (item, name) => ReadPerson.From(item, name, known)),
                SlaPolicies = input.Named("slaPolicies", (item, name) => ReadSlaPolicy.From(item, name, known)),
                EscalationPolicies = input.Named("escalationPolicies", (item, name) => ReadEscalationPolicy.From(item, name, known)),
                Channels = input.Named("channels", (item, name) => ReadChannel.From(item, name, networks)),
                Alerts = input.Named("alerts", (item, name) => ReadAlert.From(item, name, known)),
            };
            RefuseSubstituteCircles.In(input, file.People);
            return file with { People = Substitutes.MayAnswer(file.People) };
        });

    public static ReadResult<OrganizationFile> Read(string json, IReadOnlyCollection<IConnectorFactory> networks) =>
        Read(Encoding.UTF8.GetBytes(json), networks);
}
