namespace Escalation.Storage;

/// <summary>
/// Lets one transaction of this process write at a time where the database has one writer anyway: waiting here is
/// fair and free, waiting for SQLite's lock is neither. Open where the database manages its writers itself.
/// </summary>
public sealed class WriterGate(bool oneWriter, TimeSpan? patience = null) : IDisposable
{
    /// <summary>Who waits longer is told that the database cannot be used now: the one ahead may wait for a lock, too.</summary>
    readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(7);

    public bool OneWriter => oneWriter;

    readonly SemaphoreSlim? _turn = oneWriter ? new SemaphoreSlim(1) : null;

    public async Task<Pass> EnterAsync(CancellationToken cancellation)
    {
        if (_turn is not null && !await _turn.WaitAsync(_patience, cancellation))
            throw new StorageUnavailableException("Writes into the database wait for one that does not end: see that no other program holds it locked, or try again later.");
        return new Pass(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    public sealed class Pass(SemaphoreSlim? turn) : IDisposable
    {
        SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
