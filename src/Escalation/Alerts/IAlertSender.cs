namespace Escalation.Alerts;

/// <summary>
/// Brings messages to the readers of one kind of alert channel. <see cref="SendAsync"/>: throw = try again
/// (<see cref="Connectors.TryLaterException"/> may say when); <see cref="Sending.Refused"/> = never again. Neither shows a secret:
/// sentences go into rows, logs and pages. Adding a kind = a class here, its settings in <see cref="Organization.AlertSenders"/> and a line in the registration list.
/// </summary>
public interface IAlertSender
{
    /// <summary>The <c>kind</c> of the organization file.</summary>
    string Kind { get; }

    /// <param name="settings">Resolved. <see cref="InvalidOperationException"/> with a sentence if they cannot be used; somebody may mend them, so it is tried again.</param>
    Task<Sending> SendAsync(AlertMessage message, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation);

    /// <summary>Throws if nobody answers there. Sends nothing.</summary>
    Task ReachAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellation);
}

public abstract record Sending
{
    Sending() { }

    public sealed record Taken : Sending;

    /// <summary>It will never be taken as it is; <paramref name="Reason"/> is shown to the person who looks.</summary>
    public sealed record Refused(string Reason) : Sending;
}
