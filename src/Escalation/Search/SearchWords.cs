namespace Escalation.Search;

/// <summary>What is searched for: all of its words, wherever they stand.</summary>
public sealed record SearchWords(IReadOnlyList<SearchWord> Words)
{
    const int Most = 32;

    /// <returns>Null and a sentence, where nothing can be searched for.</returns>
    public static (SearchWords? Words, string? Fault) Read(string text)
    {
        var words = SearchTerms.Runs(text).SelectMany(Of).Distinct().Take(Most + 1).ToList();
        return words.Count switch
        {
            0 => (null, "must hold a letter or a digit"),
            > Most => (null, $"must be no more than {Most} words"),
            _ => (new SearchWords(words), null),
        };
    }

    static IEnumerable<SearchWord> Of(SearchTerms.Run run)
    {
        var runes = run.Runes;
        if (!run.Spaceless)
            return [new(SearchTerms.Join(runes), IsBeginning: runes.Count > 1)];
        return runes.Count == 1
            ? [new(SearchTerms.Join(runes), IsBeginning: true)]
            : Enumerable.Range(0, runes.Count - 1).Select(i => new SearchWord(SearchTerms.Join(runes.Skip(i).Take(2)), IsBeginning: false));
    }
}

/// <summary>A word of letters, digits and marks alone, so that no database reads anything else out of it.</summary>
/// <param name="IsBeginning">Words that begin with it are meant, too. Not for a single letter, with which too many begin.</param>
public sealed record SearchWord(string Text, bool IsBeginning);
