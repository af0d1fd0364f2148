using System.Collections.Immutable;
using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>An organization in which a topic has another name, or is part of another topic. Pure: what it names must be there.</summary>
static class RelabelledTopic
{
    /// <param name="title">Null: it stays.</param>
    public static OrganizationFile Renamed(this OrganizationFile file, string name, string to, string? title) =>
        file.Relabelled(name, to) with
        {
            Topics = [.. file.Topics.Select(t => t.Name == name ? t with { Name = to, Title = title ?? t.Title, FormerNames = Former(t, to) } : t)],
        };

    /// <summary>Keywords and examples are united; title, owner and approval are those of the one that stays.</summary>
    public static OrganizationFile Merged(this OrganizationFile file, string name, string into)
    {
        var going = file.Topic(name)!;
        return file.Relabelled(name, into) with
        {
            Topics =
            [
                .. file.Topics.Where(t => t.Name != name).Select(t => t.Name != into ? t : t with
                {
                    FormerNames = [.. t.FormerNames, .. Former(going, into)],
                    Keywords = Distinct(t.Keywords.Concat(going.Keywords), StringComparer.OrdinalIgnoreCase),
                    Examples = Distinct(t.Examples.Concat(going.Examples), StringComparer.Ordinal),
                }),
            ],
        };
    }

    static ImmutableArray<string> Former(Topic going, string to) => going.Name == to ? going.FormerNames : [.. going.FormerNames.Where(name => name != to), going.Name];

    /// <summary>Whatever refers to it. Who knows both keeps the higher level.</summary>
    static OrganizationFile Relabelled(this OrganizationFile file, string name, string to) => file with
    {
        People =
        [
            .. file.People.Select(p => p with
            {
                Topics = [.. p.Topics.GroupBy(t => t.Topic == name ? to : t.Topic).Select(g => new PersonTopic(g.Key, g.Max(t => t.Level)))],
            }),
        ],
        SlaPolicies =
        [
            .. file.SlaPolicies.Select(p => p with
            {
                When = p.When with { Topics = Distinct(p.When.Topics.Select(t => t == name ? to : t), StringComparer.Ordinal) },
            }),
        ],
    };

    static ImmutableArray<string> Distinct(IEnumerable<string> texts, StringComparer comparer) => [.. texts.Distinct(comparer)];
}
