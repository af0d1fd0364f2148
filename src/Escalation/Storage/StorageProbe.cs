using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Storage;

/// <summary>
/// Finds out whether the database takes a write, by writing one row of this process. An answer is good for a second, and
/// comes within <see cref="Patience"/>: a write that takes longer goes on, and no other is begun beside it.
/// </summary>
public sealed class StorageProbe(Database database, TimeProvider time, ILogger<StorageProbe> log) : IDisposable
{
    static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(2), Remember = TimeSpan.FromDays(1);

    const string Slow = "A write into the database has not ended within 2 seconds: see that the database can be reached and that nothing holds it locked.";

    readonly Guid _process = Guid.CreateVersion7();
    readonly SemaphoreSlim _one = new(1);
    Task<string?>? _writing;
    string? _last;
    long? _at;

    /// <summary>One sentence that says what is wrong and what to do; null: nothing is.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_at is { } at && time.GetElapsedTime(at) < GoodFor)
                return _last;
            // Not in this task: SQLite waits for a lock without giving the thread back.
            _writing ??= Task.Run(WriteAsync, CancellationToken.None);
            try
            {
                _last = await _writing.WaitAsync(Patience, time, cancellation);
                _writing = null;
            }
            catch (TimeoutException)
            {
                _last ??= Slow;
            }
            _at = time.GetTimestamp();
            return _last;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<string?> WriteAsync()
    {
        try
        {
            await database.WriteAsync(async db =>
            {
                var now = time.GetUtcNow();
                if (await db.Heartbeats.Where(h => h.Process == _process).ExecuteUpdateAsync(s => s.SetProperty(h => h.At, now)) > 0)
                    return;
                db.Heartbeats.Add(new Heartbeat { Process = _process, At = now });
                await db.Heartbeats.Where(h => h.At < now - Remember).ExecuteDeleteAsync();
            });
            await using var db = database.Open();
            return db.WhyFull();
        }
        catch (StorageUnavailableException e)
        {
            return e.Message;
        }
        catch (Exception e)
        {
            log.LogError(e, "The database did not take a write for an unknown reason; it is tried again when somebody asks");
            return $"The database does not take a write: {e.GetBaseException().Message}";
        }
    }
}
