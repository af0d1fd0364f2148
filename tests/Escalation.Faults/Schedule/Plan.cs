using System.Text;

namespace Escalation.Faults.Schedule;

/// <summary>All that one run does, made wholly from its seed before it starts.</summary>
/// <param name="Reactions">What the network does with the tries to deliver an answer, by the answer's name.</param>
sealed record Plan(string SetUp, int Seed, IReadOnlyList<Planned> Actions, IReadOnlyDictionary<string, IReadOnlyList<Reaction>> Reactions)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var action in Actions)
            text.AppendLine($"  {action}");
        foreach (var (answer, reactions) in Reactions)
            text.AppendLine($"  tries to deliver {answer}: {string.Join(", ", reactions)}");
        return text.ToString();
    }
}
