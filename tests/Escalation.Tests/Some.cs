using System.Collections.Immutable;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Tests;

/// <summary>Things of which a test says only what matters to it.</summary>
static class Some
{
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public static readonly Channel Channel = new("site", "webhook", Settings.None);

    public static Topic Topic(string name, params ImmutableArray<string> keywords) => new(name, name, keywords, [], null, false);

    /// <param name="topics">Names, with the level where it is not 1: <c>billing:3</c>.</param>
    public static Person Person(
        string name, string topics = "", int capacity = 10, string languages = "", ImmutableArray<Absence>? absences = null, params ImmutableArray<Role> roles)
    {
        ImmutableArray<PersonTopic> known = [.. Words(topics).Select(t => t.Split(':')).Select(t => new PersonTopic(t[0], t.Length > 1 ? int.Parse(t[1]) : 1))];
        return new(name, name, null, roles.IsEmpty ? [Role.Expert] : roles, known, [.. Words(languages)], null, capacity, null, absences ?? []);
    }

    public static SlaPolicy Policy(
        string name, PolicyConditions? when = null, TimeSpan? acceptance = null, TimeSpan? firstResponse = null, TimeSpan? reopenWithin = null) =>
        new(name, null, null, when ?? PolicyConditions.Everything, new(acceptance, firstResponse, null, null), reopenWithin ?? TimeSpan.FromDays(7), null, false);

    public static Conversation Conversation(string? topic = null, string? expert = null, string state = ConversationState.Assigned, string channel = "site") => new()
    {
        Id = Guid.CreateVersion7(Monday),
        Channel = channel,
        Network = "webhook",
        Topic = topic,
        Expert = expert,
        State = state,
        AuthorId = "zoe",
        AuthorName = "Zoe",
        CreatedAt = Monday,
    };

    public static InboundPost Post(string id, string text = "My invoice is wrong", string author = "zoe", string? inReplyTo = null) =>
        new(id, text, new InboundAuthor(author, author), inReplyTo);

    static string[] Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
