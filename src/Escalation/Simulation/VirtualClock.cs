namespace Escalation.Simulation;

/// <summary>The time of a simulation: it stands still but for the simulator.</summary>
sealed class VirtualClock : TimeProvider
{
    DateTimeOffset _now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void GoTo(DateTimeOffset instant) => _now = instant > _now ? instant : _now;
}
