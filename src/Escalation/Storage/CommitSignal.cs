namespace Escalation.Storage;

/// <summary>
/// Wakes what sleeps until there is something new: sweepers, live events. A hint only; who waits also looks again by
/// the clock, because another replica's commits raise nothing here.
/// </summary>
public sealed class CommitSignal
{
    volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next commit after this call.</summary>
    public Task Next => _next.Task;

    public void Raise() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
