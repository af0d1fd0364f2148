namespace Escalation.Experts;

/// <summary>Who can take a question, and who cannot. Made for each question, and mostly only the best is wanted: the rest is put in order when somebody asks.</summary>
/// <param name="candidates">Each person once, in any order.</param>
public sealed class Ranking(IReadOnlyList<Candidate> candidates, IReadOnlyList<Exclusion> excluded)
{
    public static readonly Ranking Nobody = new([], []);

    /// <summary>Null: nobody can.</summary>
    public Candidate? Best { get; } = candidates.Min();

    /// <summary>The best first.</summary>
    public IReadOnlyList<Candidate> Candidates => field ??= [.. candidates.Order()];

    /// <summary>Those who know the topic, stand in for somebody or were suggested.</summary>
    public IReadOnlyList<Exclusion> Excluded => excluded;
}
