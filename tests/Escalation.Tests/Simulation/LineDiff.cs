namespace Escalation.Tests.Simulation;

/// <summary>Two lists of lines beside each other: <c>-</c> was expected and is not there, <c>+</c> is there and was not expected.</summary>
static class LineDiff
{
    public static string Of(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        // The longest common subsequence, from the end.
        var common = new int[expected.Count + 1, actual.Count + 1];
        for (var i = expected.Count - 1; i >= 0; i--)
            for (var j = actual.Count - 1; j >= 0; j--)
                common[i, j] = expected[i] == actual[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var lines = new List<string>();
        for (int i = 0, j = 0; i < expected.Count || j < actual.Count;)
        {
            if (i < expected.Count && j < actual.Count && expected[i] == actual[j])
                {
                lines.Add("  " + expected[i]);
                (i, j) = (i + 1, j + 1);
            }
            else if (j == actual.Count || i < expected.Count && common[i + 1, j] >= common[i, j + 1])
                lines.Add("- " + expected[i++]);
            else
                lines.Add("+ " + actual[j++]);
        }
        return string.Join(Environment.NewLine, lines);
    }
}
