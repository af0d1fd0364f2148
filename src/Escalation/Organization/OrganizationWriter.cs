using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;
using static Escalation.Organization.CanonicalJson;

namespace Escalation.Organization;

/// <summary>Writes an organization in its one canonical form: indented, fields in the contract's order, defaults left out.</summary>
public static class OrganizationWriter
{
    /// <summary>Reading the result gives an equal organization.</summary>
    public static string Write(OrganizationFile file) => Object(
        ("calendars", List(file.Calendars, Calendar)),
        ("topics", List(file.Topics, Topic)),
        ("people", List(file.People, Person)),
        ("slaPolicies", List(file.SlaPolicies, SlaPolicy)),
        ("escalationPolicies", List(file.EscalationPolicies, EscalationPolicy)),
        ("channels", List(file.Channels, Channel)),
        ("alerts", List(file.Alerts, Alert))).ToJsonString(Indented) + "\n";

    /// <summary>SHA-256, in hex, of the canonical form: comments, formatting and defaults written out do not count.</summary>
    public static string Hash(OrganizationFile file) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(file))));

    static JsonObject Calendar(Calendar calendar) => Object(
        ("name", calendar.Name),
        ("timeZone", calendar.TimeZone.Id),
        ("hours", new JsonObject(calendar.Hours.Select(day =>
            KeyValuePair.Create(day.Key.ToString().ToLowerInvariant(), List(day.Value, interval => OpenIntervalText.Write(interval)))))),
        ("closed", List(calendar.Closed, date => LocalDatePattern.Iso.Format(date))));

    static JsonObject Topic(Topic topic) => Object(
        ("name", topic.Name),
        ("formerNames", Texts(topic.FormerNames)),
        ("title", topic.Title),
        ("keywords", Texts(topic.Keywords)),
        ("examples", Texts(topic.Examples)),
        ("owner", topic.Owner),
        ("approval", Flag(topic.Approval)));

    static JsonObject Person(Person person) => Object(
        ("name", person.Name),
        ("displayName", person.DisplayName),
        ("email", person.Email),
        ("roles", Roles(person)),
        ("topics", List(person.Topics, topic => Object(("topic", topic.Topic), ("level", Unless(ReadPerson.DefaultLevel, topic.Level))))),
        ("languages", Texts(person.Languages)),
        ("calendar", person.Calendar),
        ("capacity", Unless(ReadPerson.DefaultCapacity, person.Capacity)),
        ("profile", person.Profile),
        ("absences", List(person.Absences, absence => Object(
            ("from", Instant(absence.From)),
            ("to", Instant(absence.To)),
            ("substitute", absence.Substitute)))));

    /// <summary>A person with topics and expressly no role differs from one whose roles are left out.</summary>
    static JsonNode? Roles(Person person) => person.Roles.SequenceEqual(ReadPerson.DefaultRoles(person.Topics))
        ? null
        : new JsonArray([.. person.Roles.Select(role => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(role.ToString()))]);

    static JsonObject SlaPolicy(SlaPolicy policy)
    {
        var written = Object(
            ("name", policy.Name),
            ("calendar", policy.Calendar),
            ("escalation", policy.Escalation),
            ("when", Conditions(policy.When)),
            ("targets", Object(
                ("acceptance", Duration(policy.Targets.Acceptance)),
                ("firstResponse", Duration(policy.Targets.FirstResponse)),
                ("nextResponse", Duration(policy.Targets.NextResponse)),
                ("resolution", Duration(policy.Targets.Resolution)))),
            ("reopenWithin", Duration(policy.ReopenWithin == ReadSlaPolicy.DefaultReopenWithin ? null : policy.ReopenWithin)),
            ("closeAfter", Duration(policy.CloseAfter == ReadSlaPolicy.DefaultCloseAfter ? null : policy.CloseAfter)),
            ("holdingMeetsFirstResponse", Flag(policy.HoldingMeetsFirstResponse)));
        if (policy.CloseAfter is null)
            written.Add("closeAfter", null); // Null is "never"; left out is the default.
        return written;
    }

    static JsonObject? Conditions(PolicyConditions when) => Object(
        ("topics", Texts(when.Topics)),
        ("networks", Texts(when.Networks)),
        ("channels", Texts(when.Channels)),
        ("priorities", Texts(when.Priorities)),
        ("authorTags", Texts(when.AuthorTags)),
        ("languages", Texts(when.Languages))) is { Count: > 0 } conditions ? conditions : null;

    static JsonObject EscalationPolicy(EscalationPolicy policy) => Object(
        ("name", policy.Name),
        ("steps", List(policy.Steps, step => Object(
            ("target", step.Target),
            ("at", step.At is { } share ? ReadEscalationPolicy.WritePercent(share) : null),
            ("after", Duration(step.After)),
            ("do", Texts(step.Do))))));

    static JsonObject Channel(Channel channel) => Object(
        ("name", channel.Name), ("network", channel.Network), ("settings", Settings(channel.Settings)));

    static JsonObject Alert(AlertChannel alert) => Object(
        ("name", alert.Name),
        ("kind", alert.Kind),
        ("events", Texts(alert.Events)),
        ("to", Texts(alert.To)),
        ("settings", Settings(alert.Settings)));

    static JsonObject Settings(Settings settings) =>
        new(settings.Values.Select(setting => KeyValuePair.Create<string, JsonNode?>(setting.Key, JsonValue.Create(setting.Value))));
}
