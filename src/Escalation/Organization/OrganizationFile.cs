using System.Collections.Immutable;
using System.Text.Json;

namespace Escalation.Organization;

/// <summary>
/// Who answers what, until when, and on which networks: the content of one applied organization file
/// (format: the public contract). Everything was checked by <see cref="OrganizationReader"/>; references between
/// parts (a person's topics, a policy's calendar) therefore always resolve. Lists keep the order of the file.
/// </summary>
public sealed record OrganizationFile
{
    public static readonly OrganizationFile Empty = new();

    public ImmutableArray<Calendar> Calendars { get; init; } = [];
    public ImmutableArray<Topic> Topics { get; init; } = [];
    public ImmutableArray<Person> People { get; init; } = [];
    public ImmutableArray<SlaPolicy> SlaPolicies { get; init; } = [];
    public ImmutableArray<EscalationPolicy> EscalationPolicies { get; init; } = [];
    public ImmutableArray<Channel> Channels { get; init; } = [];
    public ImmutableArray<AlertChannel> Alerts { get; init; } = [];

    /// <summary>By its name or a former one.</summary>
    public Topic? Topic(string? name) => Topics.FirstOrDefault(t => t.Name == name) ?? (name is null ? null : Topics.FirstOrDefault(t => t.FormerNames.Contains(name)));

    /// <summary>The present name of a topic that was renamed; any other name as it is.</summary>
    public string? PresentName(string? topic) => Topic(topic)?.Name ?? topic;

    public Person? Person(string? name) => People.FirstOrDefault(p => p.Name == name);
    public SlaPolicy? Policy(string? name) => SlaPolicies.FirstOrDefault(p => p.Name == name);
    public Calendar? Calendar(string? name) => Calendars.FirstOrDefault(c => c.Name == name);
    public Channel? Channel(string? name) => Channels.FirstOrDefault(c => c.Name == name);
}

public sealed record Topic(
    string Name,
    string Title,
    ImmutableArray<string> Keywords,
    ImmutableArray<string> Examples,
    string? Owner,
    bool Approval)
{
    /// <summary>What it was called before: its open questions and examples move along with the name.</summary>
    public ImmutableArray<string> FormerNames { get; init; } = [];
}

public sealed record Channel(string Name, string Network, Settings Settings);

/// <param name="Kind"><c>slack</c>, <c>webhook</c> or <c>email</c>.</param>
public sealed record AlertChannel(
    string Name,
    string Kind,
    ImmutableArray<string> Events,
    ImmutableArray<string> To,
    Settings Settings);

/// <summary>A channel's or an alert's settings as written: strings, numbers and booleans by name. Equal if all are.</summary>
public sealed class Settings(ImmutableSortedDictionary<string, JsonElement> values) : IEquatable<Settings>
{
    public static readonly Settings None = new(ImmutableSortedDictionary<string, JsonElement>.Empty);

    public ImmutableSortedDictionary<string, JsonElement> Values => values;

    /// <summary>The value as written (a secret is still <c>env:NAME</c> or <c>file:PATH</c>); null if it is left out.</summary>
    public string? this[string name] =>
        values.TryGetValue(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    public bool Equals(Settings? other) => other is not null
        && values.Count == other.Values.Count
        && values.All(setting => other.Values.TryGetValue(setting.Key, out var value) && JsonElement.DeepEquals(setting.Value, value));

    public override bool Equals(object? other) => Equals(other as Settings);

    public override int GetHashCode() => values.Keys.Aggregate(0, HashCode.Combine);
}
