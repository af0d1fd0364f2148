namespace Escalation.Input;

/// <summary>Finds the word that somebody meant who mistyped it.</summary>
public static class Suggestion
{
    const int LongestCompared = 64;

    /// <summary><c>"; did you mean 'billing'?"</c> if one of the known words is near to the given one, else an empty string.</summary>
    public static string For(string given, IEnumerable<string> known) =>
        Nearest(given, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    /// <summary>A foreign text in quotes, cut so that a fault stays a sentence.</summary>
    public static string Quote(string given) =>
        given.Length <= LongestCompared ? $"'{given}'" : $"'{given[..LongestCompared]}…'";

    static string? Nearest(string given, IEnumerable<string> known)
    {
        if (given.Length > LongestCompared)
            return null;
        var farthest = Math.Max(1, given.Length / 3);
        return known
            .Where(word => Math.Abs(word.Length - given.Length) <= farthest)
            .Select(word => (Word: word, Distance: Distance(given.ToLowerInvariant(), word.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= farthest)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    /// <summary>Levenshtein's edit distance, by rows.</summary>
    static int Distance(string a, string b)
    {
        var above = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            above = row;
        }
        return above[^1];
    }
}
