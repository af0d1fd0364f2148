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
    public bool Retroactive { get; set; }
    /// <summary>For <c>acceptance</c> whose clock it is; for the asker's promises who held the question when it was judged.</summary>
    public string? Expert { get; set; }
    public string? Policy { get; set; }
    public int OrganizationVersion { get; set; }
    public long Version { get; set; }
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
    public static readonly IReadOnlyList<string> All = [Acceptance, FirstResponse, NextResponse, Resolution];
}
