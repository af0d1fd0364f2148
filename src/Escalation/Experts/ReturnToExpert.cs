using Escalation.Organization;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;

namespace Escalation.Experts;

/// <summary>A follow-up stays with its expert whatever the capacity; if the expert is absent or gone, somebody else gets it (the SLA rules, section 10).</summary>
public sealed class ReturnToExpert(EscalationDb db, CurrentOrganization organization, TimeProvider time) : IStep
{
    public Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var expert = organization.Now.File.Person(conversation.Expert);
        if (expert is null || expert.AbsenceAt(now) is not null)
            conversation.Expert = null;
        else
            db.Record(conversation.Id, now, "followUp", null, ("expert", expert.Name));
        return Task.CompletedTask;
    }
}
