using System.Collections.Immutable;

namespace Escalation.Organization;

/// <summary>A promise: which conversations it is for and how long each target may take. Durations are business time.</summary>
/// <param name="CloseAfter">The asker's silence after which the service closes by itself; null never.</param>
public sealed record SlaPolicy(
    string Name,
    string? Calendar,
    string? Escalation,
    PolicyConditions When,
    PolicyTargets Targets,
    TimeSpan ReopenWithin,
    TimeSpan? CloseAfter,
    bool HoldingMeetsFirstResponse);

/// <summary>All must match; an empty list matches everything.</summary>
public sealed record PolicyConditions(
    ImmutableArray<string> Topics,
    ImmutableArray<string> Networks,
    ImmutableArray<string> Channels,
    ImmutableArray<string> Priorities,
    ImmutableArray<string> AuthorTags,
    ImmutableArray<string> Languages)
{
    public static readonly PolicyConditions Everything = new([], [], [], [], [], []);
}

public sealed record PolicyTargets(TimeSpan? Acceptance, TimeSpan? FirstResponse, TimeSpan? NextResponse, TimeSpan? Resolution);

public sealed record EscalationPolicy(string Name, ImmutableArray<LadderStep> Steps);

/// <summary>One step of a ladder: at a share of the target's time, or some time after it fell due. Exactly one of the two is set.</summary>
/// <param name="Target"><c>acceptance</c>, <c>firstResponse</c>, <c>nextResponse</c> or <c>resolution</c>.</param>
/// <param name="At">Share of the target's business time, 0.8 for "80%".</param>
/// <param name="Do"><c>remind</c>, <c>reassign</c>, <c>raisePriority</c>, <c>notify:owner|managers|ops|NAME</c>.</param>
public sealed record LadderStep(string Target, decimal? At, TimeSpan? After, ImmutableArray<string> Do);
