using Escalation.Storage;
using Microsoft.Extensions.Logging;

namespace Escalation.Telemetry;

/// <summary>
/// Keeps the log short while something fails again and again: each kind of failure is told at once, then once a minute
/// with how often it came since.
/// </summary>
public sealed class TellSeldom(TimeProvider time)
{
    static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    const int MostKinds = 100;

    readonly Dictionary<string, Told> _kinds = [];

    /// <summary>Logs a failure if it is time to.</summary>
    /// <param name="what">What failed, and when it is done again.</param>
    /// <param name="among">Where the same kind is counted over several things: which, between commas.</param>
    public void Tell(ILogger log, Exception failure, string what, LogLevel level = LogLevel.Warning, string among = "")
    {
        if (IsDue(failure, out var leftOut))
            log.Log(level, Stack(failure), "{What}: {Problem} ({LeftOut} times more{Among} since this was last told)", what, failure.Message, leftOut, among);
    }

    /// <returns>True: tell it now, with how many of its kind were left out since the last one that was told.</returns>
    public bool IsDue(Exception failure, out int leftOut) =>
        IsDue(IsPassing(failure) ? failure.Message : failure.GetType().FullName!, out leftOut);

    public bool IsDue(string kind, out int leftOut)
    {
        lock (_kinds)
        {
            if (_kinds.TryGetValue(kind, out var told) && time.GetElapsedTime(told.At) < Silence)
            {
                _kinds[kind] = told with { LeftOut = told.LeftOut + 1 };
                leftOut = 0;
                return false;
            }
            leftOut = told.LeftOut;
            if (_kinds.Count >= MostKinds)
                _kinds.Clear();
            _kinds[kind] = new Told(time.GetTimestamp(), 0);
            return true;
        }
    }

    /// <summary>A database that is away is told by its sentence; anything else is worth its stack.</summary>
    public static Exception? Stack(Exception failure) => IsPassing(failure) ? null : failure;

    static bool IsPassing(Exception failure) => failure is StorageUnavailableException;

    readonly record struct Told(long At, int LeftOut);
}
