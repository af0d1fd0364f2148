using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Routing;
using Escalation.Storage;

namespace Escalation.Experts;

/// <summary>An expert has a place again: the waiting lines are looked at.</summary>
public sealed class FreeExpert(EscalationDb db) : IStep
{
    public Task RunAsync(Conversation conversation, CancellationToken cancellation)
    {
        db.Publish(new ExpertsFreed(conversation.Expert));
        return Task.CompletedTask;
    }
}
