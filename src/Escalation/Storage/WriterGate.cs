namespace Escalation.Storage;

/// <summary>
/// Lets one transaction of this process write at a time where the database has one writer anyway: waiting here is
/// fair and free, waiting for SQLite's lock is neither. Open where the database manages its writers itself.
/// </summary>
public sealed class WriterGate(bool oneWriter) : IDisposable
{
    public bool OneWriter => oneWriter;

    readonly SemaphoreSlim? _turn = oneWriter ? new SemaphoreSlim(1) : null;

    public async Task<Pass> EnterAsync(CancellationToken cancellation)
    {
        if (_turn is not null)
            await _turn.WaitAsync(cancellation);
        return new Pass(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    public sealed class Pass(SemaphoreSlim? turn) : IDisposable
    {
        SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
