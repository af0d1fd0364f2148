namespace Escalation.Storage;

/// <summary>Whether a transaction was committed whose confirmation was lost.</summary>
static class CommitOutcome
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8), Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="CommitUnknownException">It could not be found out.</exception>
    public static async Task<bool> IsCommittedAsync(Func<EscalationDb> contexts, string transactionId)
    {
        Exception? lastFailure = null;
        // A server that hangs would let each question last longer than a caller waits.
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!patience.IsCancellationRequested)
        {
            try
            {
                await using var db = contexts();
                if (await db.IsCommittedAsync(transactionId, patience.Token) is { } isCommitted)
                    return isCommitted;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                lastFailure = e;
            }
            // The server may not have noticed yet that its client is gone.
            await Task.Delay(Pause, TimeProvider.System, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        throw new CommitUnknownException(lastFailure);
    }
}

/// <summary>The database was lost in the middle of a commit and could not say since whether it took place. It must not be done again without looking.</summary>
public sealed class CommitUnknownException(Exception? inner) : Exception("The database was lost during a commit; whether it took place is not known.", inner);
