using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Sla;

/// <summary>
/// Finds the policy of a conversation and sets the asker's promise by it: at intake, and again when the topic changed.
/// A promise starts with the receipt of the first post, whatever happened since (the SLA rules, sections 1 and 3).
/// </summary>
public sealed class StartPromises(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IStep
{
    public async Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var (version, file) = organization.Now;
        var policy = ChoosePolicy.For(conversation, file);
        conversation.Policy = policy?.Name;
        conversation.OrganizationVersion = version;

        var wasAnswered = await db.Answers.AnyAsync(a => a.ConversationId == conversation.Id && a.DeliveredAt != null && !a.Holding, cancellation);
        var promises = await Promises.LoadAsync(db, conversation, cancellation);
        if (!wasAnswered && !promises.IsBreached(Targets.FirstResponse))
            promises.Set(Targets.FirstResponse, policy?.Targets.FirstResponse, conversation.CreatedAt, time.GetUtcNow());
    }
}
