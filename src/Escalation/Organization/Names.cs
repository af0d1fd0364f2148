using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Escalation.Connectors;
using Escalation.Input;

namespace Escalation.Organization;

/// <summary>The names that an organization file declares, gathered before anything is judged, so that its parts may refer to each other in any order.</summary>
sealed partial class Names(JsonInput file, IReadOnlyCollection<IConnectorFactory> networks)
{
    public DeclaredNames Calendars { get; } = new("calendar", file.Glimpse("calendars", "name"));
    public DeclaredNames Topics { get; } = new("topic", file.Glimpse("topics", "name"));
    public DeclaredNames People { get; } = new("person", file.Glimpse("people", "name"));
    public DeclaredNames EscalationPolicies { get; } = new("escalation policy", file.Glimpse("escalationPolicies", "name"));
    public DeclaredNames Channels { get; } = new("channel", file.Glimpse("channels", "name"));
    public DeclaredNames Networks { get; } = new("network", networks.Select(network => network.Network));

    readonly HashSet<string> _formerTopics = [];

    /// <summary>A former name leads to one topic only.</summary>
    public string? MayBeFormerTopic(string name) =>
        Rule(name) ?? (Topics.Contains(name) ? "is the name of a topic in this file" : _formerTopics.Add(name) ? null : "is already a former name of another topic");

    /// <summary>What a name looks like: it stands in URLs, in the command line and in <c>notify:NAME</c>.</summary>
    public static string? Rule(string name) => Pattern().IsMatch(name)
        ? null
        : "must be 1 to 64 characters of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit";

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Pattern();
}

sealed class DeclaredNames(string kind, IEnumerable<string> names)
{
    readonly HashSet<string> names = [.. names];

    public bool Contains(string name) => names.Contains(name);

    public string? MustExist(string name) =>
        Contains(name) ? null : $"there is no {kind} {Suggestion.Quote(name)}{Suggestion.For(name, names)}";
}

static class NamedLists
{
    /// <summary>A list of objects whose <c>name</c> is required, well-formed and unique.</summary>
    public static ImmutableArray<T> Named<T>(this JsonInput input, string list, Func<JsonInput, string, T> read) where T : class
    {
        var first = new Dictionary<string, string>();
        return input.List(list, item =>
        {
            var name = item.Text("name", required: true, check: Names.Rule) ?? "";
            if (name != "" && !first.TryAdd(name, item.Path))
                item.Fault("name", $"is already the name of {first[name]}");
            return read(item, name);
        });
    }
}
