using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Access;

/// <summary>
/// Who acts, with what rights (the table of roles in the public contract). Decides for the UI and the API alike.
/// A key may narrow a person to one role; a person's rights are otherwise all that their roles allow.
/// </summary>
public sealed record Actor(string Name, IReadOnlySet<Role> Roles, Person? Person)
{
    /// <summary>What the client calls this command; null: it gave it no name.</summary>
    public IdempotencyKey? Key { get; init; }

    public bool Is(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role))
                return true;
        }
        return false;
    }

    public bool SeesAll => Is(Role.Manager, Role.Ops, Role.Admin);
    public bool Manages => Is(Role.Manager, Role.Admin);

    public IEnumerable<string> OwnTopics => Person?.Topics.Select(t => t.Topic) ?? [];

    /// <summary>An expert sees the conversations of the own topics and those held or answered by them.</summary>
    public bool MaySee(Conversation conversation) =>
        SeesAll || Is(Role.Expert) && (conversation.Expert == Name || Person?.Knows(conversation.Topic) == true);

    /// <summary>Accept, decline, answer, note, hold.</summary>
    public bool MayWorkOn(Conversation conversation) => Manages || Is(Role.Expert) && MaySee(conversation);
}
