using Escalation.Connectors;

namespace Escalation.Tests.Answers;

/// <summary>A network that can neither be asked nor repeats safely. What it does with a call is the test's.</summary>
class PlayedNetwork(Func<int, CancellationToken, Task<Delivery>> deliver) : IConnector
{
    int _calls, _inside, _mostInside;

    public PlayedNetwork(Func<int, Delivery> deliver) : this((call, _) => Task.FromResult(deliver(call))) { }

    public int Calls => _calls;
    public int Inside => _inside;
    public int MostInside => _mostInside;

    public Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation) =>
        WithinAsync(() => deliver(Interlocked.Increment(ref _calls), cancellation));

    protected async Task<T> WithinAsync<T>(Func<Task<T>> call)
    {
        var inside = Interlocked.Increment(ref _inside);
        for (var most = _mostInside; most < inside; most = _mostInside)
            Interlocked.CompareExchange(ref _mostInside, inside, most);
        try
        {
            return await call();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}

/// <summary>One that can be asked whether an answer stands there.</summary>
sealed class AskableNetwork(Func<int, CancellationToken, Task<Delivery>> deliver, Func<int, CancellationToken, Task<Delivery.Delivered?>> find)
    : PlayedNetwork(deliver), IFindsAnswers
{
    int _finds;

    public int Finds => _finds;

    public Task<Delivery.Delivered?> FindAsync(OutboundAnswer answer, CancellationToken cancellation) =>
        WithinAsync(() => find(Interlocked.Increment(ref _finds), cancellation));
}

/// <summary>One to which the same may be sent again.</summary>
sealed class RepeatableNetwork(Func<int, CancellationToken, Task<Delivery>> deliver) : PlayedNetwork(deliver), IRepeatsSafely;
