namespace Escalation.Topics.Languages;

/// <summary>Languages of one script, told apart by their words and letters: the rarer among them, the more one says.</summary>
/// <param name="commonLetters">Empty: letters tell nothing.</param>
sealed class Family(IReadOnlyList<Tongue> tongues, string commonLetters)
{
    const int OfOne = 6, OfTwo = 2, OfMany = 1;

    /// <summary>More than any one word says, so at least two.</summary>
    const int Enough = 8;

    readonly Dictionary<string, List<int>> _words = Having(tongues, t => t.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    readonly Dictionary<char, List<int>> _letters = Having(tongues, t => t.Letters);

    /// <param name="words">As they were written, each once.</param>
    public string? Of(IReadOnlyCollection<string> words)
    {
        var points = new int[tongues.Count];
        var known = new int[tongues.Count];
        foreach (var word in words)
            Judge(word, points, known);

        var best = Array.IndexOf(points, points.Max());
        var next = points.Where((_, i) => i != best).Max();
        var isSure = points[best] >= Enough && points[best] * 2 >= next * 3 && known[best] * 4 >= words.Count;
        return isSure ? tongues[best].Tag : null;
    }

    void Judge(string word, int[] points, int[] known)
    {
        var lower = word.ToLowerInvariant();
        if (_words.TryGetValue(lower, out var having))
        {
            foreach (var tongue in having)
            {
                points[tongue] += Weight(having.Count);
                known[tongue]++;
            }
        }
        // A name keeps the letters of where it comes from.
        else if (commonLetters != "" && !char.IsUpper(word[0]) && lower.Distinct().Where(letter => !commonLetters.Contains(letter)).ToList() is { Count: > 0 } special)
        {
            for (var tongue = 0; tongue < points.Length; tongue++)
            {
                var isForeign = special.Exists(letter => !tongues[tongue].Letters.Contains(letter));
                points[tongue] += isForeign ? -OfTwo : special.Max(letter => Weight(_letters[letter].Count) / 2);
                known[tongue] += isForeign ? 0 : 1;
            }
        }
    }

    static int Weight(int having) => having switch { 1 => OfOne, 2 => OfTwo, _ => OfMany };

    static Dictionary<T, List<int>> Having<T>(IReadOnlyList<Tongue> tongues, Func<Tongue, IEnumerable<T>> parts) where T : notnull =>
        tongues.SelectMany((tongue, i) => parts(tongue).Distinct().Select(part => (part, i))).GroupBy(pair => pair.part, pair => pair.i)
            .ToDictionary(group => group.Key, group => group.ToList());
}
