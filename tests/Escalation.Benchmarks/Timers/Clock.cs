namespace Escalation.Benchmarks.Timers;

/// <summary>Real time, waited for.</summary>
static class Clock
{
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static Task UntilAsync(DateTimeOffset at) => at > Now ? Task.Delay(at - Now, TimeProvider.System) : Task.CompletedTask;

    /// <returns>Whether it came true before the time was up.</returns>
    public static async Task<bool> UntilAsync(Func<bool> isTrue, TimeSpan atMost)
    {
        for (var end = Now + atMost; Now < end; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System))
        {
            if (isTrue())
                return true;
        }
        return isTrue();
    }
}
