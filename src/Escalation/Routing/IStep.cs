using Escalation.Questions;

namespace Escalation.Routing;

/// <summary>One thing that the process does to a conversation, in the transaction of the message that called for it.</summary>
public interface IStep
{
    Task RunAsync(Conversation conversation, CancellationToken cancellation);
}
