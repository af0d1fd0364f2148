using Escalation.Questions;

namespace Escalation.Sla;

/// <summary>What happened to a conversation, as far as the promises to its asker care.</summary>
/// <param name="ReceivedAt">Receipt of the first post.</param>
/// <param name="Posts">The asker's, deleted ones too.</param>
/// <param name="Answers">Those that a network confirmed.</param>
/// <param name="Interruptions">Holds and closings, in their order.</param>
public sealed record History(
    DateTimeOffset ReceivedAt, IReadOnlyList<AskerPost> Posts, IReadOnlyList<GivenAnswer> Answers, IReadOnlyList<Interruption> Interruptions)
{
    public IEnumerable<Interruption> Closings => Interruptions.Where(i => i.Kind == InterruptionKind.Closed);
    public IEnumerable<Interruption> Holds => Interruptions.Where(i => i.Kind == InterruptionKind.Hold);
}

public readonly record struct AskerPost(Guid Id, DateTimeOffset ReceivedAt, DateTimeOffset? DeletedAt = null);

/// <param name="DeliveredAt">When the network confirmed it; an answer covers what was received before it was submitted.</param>
public readonly record struct GivenAnswer(Guid Id, DateTimeOffset SubmittedAt, DateTimeOffset DeliveredAt, bool Holding = false)
{
    /// <summary>At one instant the order of the ids decides.</summary>
    public bool Covers(AskerPost post) =>
        post.ReceivedAt < SubmittedAt || post.ReceivedAt == SubmittedAt && post.Id.CompareTo(Id) < 0;
}
