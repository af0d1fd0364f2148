using Escalation.Storage;

namespace Escalation.Sla;

/// <summary>A promise with its due time; the truth about it. Timers only wake (the SLA rules, section 6).</summary>
public sealed class Deadline : IVersioned
{
    public Guid Id { get; set; }
    public Guid ConversationId { get; set; }
    /// <summary>One of <see cref="Targets"/>.</summary>
    public required string Target { get; set; }
    public int Cycle { get; set; } = 1;
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public TimeSpan? Remaining { get; set; }
    public DeadlineState State { get; set; }
    public DateTimeOffset? SatisfiedAt { get; set; }
    public DateTimeOffset? BreachedAt { get; set; }
    public DateTimeOffset? DetectedAt { get; set; }
    /// <summary>The instant of the verdict: when it was met, or broken; kept by the database.</summary>
    public DateTimeOffset? JudgedAt { get => State == DeadlineState.Met ? SatisfiedAt : State == DeadlineState.Breached ? BreachedAt : null; private set { } }
    public bool Retroactive { get; set; }
    /// <summary>For <c>acceptance</c> whose clock it is; for the asker's promises who held the question when it was judged.</summary>
    public string? Expert { get; set; }
    public string? Policy { get; set; }
    public int OrganizationVersion { get; set; }
    public long Version { get; set; }

    public bool IsOpen => State is DeadlineState.Running or DeadlineState.Paused;
}

public enum DeadlineState
{
    Running,
    Paused,
    Met,
    Breached,
    Cancelled,
}

public static class Targets
{
    public const string Acceptance = "acceptance";
    public const string FirstResponse = "firstResponse";
    public const string NextResponse = "nextResponse";
    public const string Resolution = "resolution";
    public static readonly System.Collections.Immutable.ImmutableArray<string> All = [Acceptance, FirstResponse, NextResponse, Resolution];

    /// <summary>In which order what happens to them at one instant is told.</summary>
    public static int Rank(string target) => All.IndexOf(target);

    /// <summary>As a sentence begins.</summary>
    public static string Title(string target) => target switch
    {
        Acceptance => "An acceptance",
        FirstResponse => "A first response",
        NextResponse => "A next response",
        _ => "A resolution",
    };
}
