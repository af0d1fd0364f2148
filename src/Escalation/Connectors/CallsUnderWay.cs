namespace Escalation.Connectors;

/// <summary>
/// The calls to the outside that a worker has begun: at most so many in all and for each channel, so that one that hangs
/// keeps no other waiting. An orderly stop lets them come to their end for as long as it may, and only then breaks them off.
/// </summary>
public sealed class CallsUnderWay(int most, int mostOfAChannel) : IDisposable
{
    /// <summary>For writing down that they were broken off.</summary>
    static readonly TimeSpan ToSettle = TimeSpan.FromSeconds(2);

    readonly Lock _lock = new();
    readonly Dictionary<string, int> _ofChannel = [];
    readonly CancellationTokenSource _cancel = new();
    volatile TaskCompletionSource _nextEnd = New();
    int _count;

    public int Room
    {
        get
        {
            lock (_lock)
                return most - _count;
        }
    }

    /// <summary>Channels that have their share under way.</summary>
    public IReadOnlyCollection<string> Full
    {
        get
        {
            lock (_lock)
                return [.. _ofChannel.Where(channel => channel.Value >= mostOfAChannel).Select(channel => channel.Key)];
        }
    }

    /// <summary>Completes when the next one ends after this call.</summary>
    public Task NextEnd => _nextEnd.Task;

    public int RoomFor(string channel)
    {
        lock (_lock)
            return mostOfAChannel - _ofChannel.GetValueOrDefault(channel);
    }

    /// <param name="call">Handles its own failures. Its token says that it is to break off.</param>
    public void Begin(string channel, Func<CancellationToken, Task> call)
    {
        lock (_lock)
        {
            _count++;
            _ofChannel[channel] = _ofChannel.GetValueOrDefault(channel) + 1;
        }
        _ = RunAsync(channel, call);
    }

    /// <summary>Waits for all that are under way; nothing is begun any more.</summary>
    /// <param name="hurry">From when on they are broken off.</param>
    public async Task FinishAsync(CancellationToken hurry)
    {
        if (await AllEndAsync(hurry))
            return;
        await _cancel.CancelAsync();
        using var settle = new CancellationTokenSource(ToSettle, TimeProvider.System);
        await AllEndAsync(settle.Token);
    }

    public void Dispose() => _cancel.Dispose();

    async Task RunAsync(string channel, Func<CancellationToken, Task> call)
    {
        try
        {
            await call(_cancel.Token);
        }
        finally
        {
            lock (_lock)
            {
                _count--;
                if (--_ofChannel[channel] == 0)
                    _ofChannel.Remove(channel);
            }
            Interlocked.Exchange(ref _nextEnd, New()).TrySetResult();
        }
    }

    async Task<bool> AllEndAsync(CancellationToken hurry)
    {
        try
        {
            for (; ; )
            {
                var next = NextEnd;
                lock (_lock)
                {
                    if (_count == 0)
                        return true;
                }
                await next.WaitAsync(hurry);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
