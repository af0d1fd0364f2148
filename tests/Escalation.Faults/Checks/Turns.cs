namespace Escalation.Faults.Checks;

/// <summary>Whose turn it was when, by the rows (the SLA rules, section 4), and the cycles of <c>nextResponse</c> that follow from it.</summary>
sealed class Turns
{
    readonly List<(DateTimeOffset From, DateTimeOffset? To)> _askers = [];
    readonly List<Cycle> _nextResponses = [];

    /// <param name="Satisfied">By a delivered answer; null: not.</param>
    /// <param name="Cancelled">By a closing; null: not.</param>
    public sealed record Cycle(DateTimeOffset Start, DateTimeOffset? Satisfied, DateTimeOffset? Cancelled);

    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Askers => _askers;
    public IReadOnlyList<Cycle> NextResponses => _nextResponses;
    public DateTimeOffset? AskersTurnSince => _askers is [.., (var from, null)] ? from : null;

    public static Turns Of(Snapshot rows, Row conversation)
    {
        var id = conversation.Id();
        var posts = rows.Of(rows.Posts, id).Where(p => p.Flag("by_asker")).OrderBy(p => p.At("received_at")).ThenBy(p => p.Id()).ToList();
        var answers = rows.Of(rows.Answers, id).Where(a => a.AtOrNull("delivered_at") is not null && !a.Flag("holding")).ToList();
        var closings = Spans.Closings(rows, id);

        var turns = new Turns();
        var moments = posts.Select(p => (At: p.At("received_at"), Order: IsReopening(p, closings) ? 2 : 0, Id: p.Id()))
            .Concat(answers.Select(a => (At: a.At("delivered_at"), Order: 0, Id: a.Id())))
            .Concat(closings.Select(c => (At: c.From, Order: 1, Id: "")))
            .OrderBy(m => m.At).ThenBy(m => m.Order).ThenBy(m => m.Id, StringComparer.Ordinal);
        var owed = new List<Row>();
        (Row Post, DateTimeOffset At)? armed = null;
        var wasAnswered = false;
        foreach (var (at, order, key) in moments)
        {
            if (order == 1)
            {
                if (armed is { } over)
                    turns._nextResponses.Add(new Cycle(over.At, null, at));
                armed = null;
                owed.Clear();
            }
            else if (posts.Find(p => p.Id() == key) is { } post)
            {
                owed.Add(post);
                if (turns.AskersTurnSince is { } since)
                    turns._askers[^1] = (since, at);
                if (wasAnswered)
                    armed ??= (post, at);
            }
            else
            {
                var answer = answers.Find(a => a.Id() == key)!;
                wasAnswered = true;
                if (armed is { } met && Covers(answer, met.Post))
                {
                    turns._nextResponses.Add(new Cycle(met.At, at, null));
                    armed = null;
                }
                owed.RemoveAll(p => Covers(answer, p) || p.AtOrNull("deleted_at") <= at);
                if (owed.Count > 0)
                    armed ??= (owed[0], owed[0].At("received_at"));
                else if (turns.AskersTurnSince is null)
                    turns._askers.Add((at, null));
            }
        }
        if (armed is { } still)
            turns._nextResponses.Add(new Cycle(still.At, null, null));
        return turns;
    }

    static bool IsReopening(Row post, IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> closings) =>
        closings.Any(c => c.To == c.From && c.To == post.At("received_at"));

    /// <summary>An answer covers what was received before it was submitted; at one instant the ids decide.</summary>
    static bool Covers(Row answer, Row post) =>
        post.At("received_at") < answer.At("submitted_at")
        || post.At("received_at") == answer.At("submitted_at") && string.CompareOrdinal(post.Id(), answer.Id()) < 0;
}
