using System.Collections.Immutable;
using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Sla;

public static class ChoosePolicy
{
    /// <summary>The first policy of the file whose conditions all match; null: no promise (the SLA rules, section 3).</summary>
    public static SlaPolicy? For(Conversation conversation, OrganizationFile file) =>
        file.SlaPolicies.FirstOrDefault(policy => Matches(policy.When, conversation));

    static bool Matches(PolicyConditions when, Conversation conversation) =>
        Allows(when.Topics, conversation.Topic)
        && Allows(when.Networks, conversation.Network)
        && Allows(when.Channels, conversation.Channel)
        && Allows(when.Priorities, conversation.Priority)
        && Allows(when.Languages, conversation.Language)
        && (when.AuthorTags.IsEmpty || when.AuthorTags.Any(conversation.AuthorTags.Contains));

    static bool Allows(ImmutableArray<string> allowed, string? value) => allowed.IsEmpty || value is not null && allowed.Contains(value);
}
