using NUnit.Framework;

namespace Escalation.Testing;

public static class Until
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for what another process or thread brings about; fails with the last thing seen when it does not come.</summary>
    public static async Task<T> SeenAsync<T>(Func<Task<T>> look, Func<T, bool> isIt, string what, TimeSpan? limit = null)
    {
        var end = TimeProvider.System.GetTimestamp();
        for (; ; )
        {
            var seen = await look();
            if (isIt(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(end) > (limit ?? Limit))
                Assert.Fail($"{what} did not happen within {limit ?? Limit}. Last seen: {seen}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<Task<bool>> look, string what, TimeSpan? limit = null) => SeenAsync(look, seen => seen, what, limit);
}
