namespace Escalation.Storage;

/// <summary>Whether a transaction was committed whose confirmation was lost.</summary>
static class CommitOutcome
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4), Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CommitUnknownException">It could not be found out.</exception>
    public static async Task<bool> IsCommittedAsync(Func<EscalationDb> contexts, string transactionId)
    {
        Exception? lastFailure = null;
        // A server that hangs lets each question last as long as a command may.
        for (var asked = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(asked) < Patience;)
        {
            try
            {
                await using var db = contexts();
                if (await db.IsCommittedAsync(transactionId) is { } isCommitted)
                    return isCommitted;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                lastFailure = e;
            }
            // The server may not have noticed yet that its client is gone.
            await Task.Delay(Pause, TimeProvider.System);
        }
        throw new CommitUnknownException(lastFailure);
    }
}

/// <summary>The database was lost in the middle of a commit and could not say since whether it took place. It must not be done again without looking.</summary>
public sealed class CommitUnknownException(Exception? inner) : Exception("The database was lost during a commit; whether it took place is not known.", inner);
