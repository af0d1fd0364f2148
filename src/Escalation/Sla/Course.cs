namespace Escalation.Sla;

/// <summary>
/// Goes once through what happened, in its order, and tells whose turn it was when and which posts had to be answered
/// (the SLA rules, section 4).
/// </summary>
sealed class Course
{
    readonly List<AskerPost> _uncovered = [];
    readonly List<Pause> _turns = [];
    readonly List<Run> _nextResponses = [];
    bool _wasAnswered;
    DateTimeOffset? _turnSince;
    (DateTimeOffset Since, AskerPost Post)? _armed;

    Course() { }

    /// <summary>From a delivered answer that leaves no post of the asker uncovered until the asker's next post.</summary>
    public IReadOnlyList<Pause> AskersTurns => _turns;

    public DateTimeOffset? AskersTurnSince => _turnSince;

    /// <summary>The cycles of <c>nextResponse</c>, without their pauses.</summary>
    public IReadOnlyList<Run> NextResponses => _nextResponses;

    public static Course Of(History history)
    {
        var course = new Course();
        foreach (var happens in InOrder(history))
            happens(course);
        if (course._turnSince is { } turn)
            course._turns.Add(new Pause(turn, null));
        if (course._armed is { } armed)
            course.End(armed, satisfied: null, cancelled: null);
        return course;
    }

    static IEnumerable<Action<Course>> InOrder(History history)
    {
        // At one instant: what came in or went out while it was open, then the closing, then the post that reopened it.
        var reopenings = history.Closings.Where(c => c.To == c.From).Select(c => c.To).ToHashSet();
        var posts = history.Posts.Select(p => (At: p.ReceivedAt, Rank: reopenings.Contains(p.ReceivedAt) ? 2 : 0, p.Id, Do: (Action<Course>)(c => c.Post(p))));
        var answers = history.Answers.Where(a => !a.Holding).Select(a => (At: a.DeliveredAt, Rank: 0, a.Id, Do: (Action<Course>)(c => c.Deliver(a))));
        var closings = history.Closings.Select(i => (At: i.From, Rank: 1, Id: Guid.Empty, Do: (Action<Course>)(c => c.Close(i.From))));
        return posts.Concat(answers).Concat(closings).OrderBy(e => e.At).ThenBy(e => e.Rank).ThenBy(e => e.Id).Select(e => e.Do);
    }

    void Post(AskerPost post)
    {
        _uncovered.Add(post);
        if (_turnSince is { } turn)
            _turns.Add(new Pause(turn, post.ReceivedAt));
        _turnSince = null;
        if (_wasAnswered)
            _armed ??= (post.ReceivedAt, post);
    }

    void Deliver(GivenAnswer answer)
    {
        _wasAnswered = true;
        if (_armed is { } armed && answer.Covers(armed.Post))
        {
            End(armed, satisfied: answer.DeliveredAt, cancelled: null);
            _armed = null;
        }
        _uncovered.RemoveAll(post => answer.Covers(post) || post.DeletedAt <= answer.DeliveredAt);
        if (_uncovered.Count == 0)
            _turnSince ??= answer.DeliveredAt;
        else
            _armed ??= (_uncovered[0].ReceivedAt, _uncovered[0]);
    }

    /// <summary>Nothing is owed any more for what was asked until then.</summary>
    void Close(DateTimeOffset at)
    {
        if (_armed is { } armed)
            End(armed, satisfied: null, cancelled: at);
        _armed = null;
        _uncovered.Clear();
    }

    void End((DateTimeOffset Since, AskerPost Post) armed, DateTimeOffset? satisfied, DateTimeOffset? cancelled) =>
        _nextResponses.Add(new Run(Targets.NextResponse, _nextResponses.Count + 1, armed.Since, armed.Since, [], satisfied, cancelled));
}
