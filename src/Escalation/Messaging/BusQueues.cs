namespace Escalation.Messaging;

/// <summary>The queues of the service, by which the broker's own tools name them.</summary>
public static class BusQueues
{
    public const string Conversations = "escalation-conversations", WaitingLines = "escalation-waiting-lines";

    public static readonly IReadOnlyList<string> All = [Conversations, WaitingLines];

    /// <summary>Where messages go that failed for good.</summary>
    public static string ErrorsOf(string queue) => queue + "_error";
}
