using System.Text;

namespace Escalation.Search;

/// <summary>
/// Cuts a text into what a search compares: words, folded; of scripts that put no space between words every two
/// characters that follow each other, and the last one. Of letters, digits and marks alone, whatever the text holds.
/// </summary>
static class SearchTerms
{
    /// <summary>Nobody searches for more of a word; and the index of no database takes words of any length.</summary>
    const int LongestWord = 40;

    /// <param name="Spaceless">Whether its script puts no space between words.</param>
    internal readonly record struct Run(List<Rune> Runes, bool Spaceless);

    /// <summary>Each once.</summary>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var terms = new HashSet<string>();
        foreach (var (runes, spaceless) in Runs(text))
        {
            if (!spaceless)
            {
                terms.Add(Join(runes));
                continue;
            }
            for (var i = 0; i < runes.Count; i++)
                terms.Add(Join(runes.Skip(i).Take(2)));
        }
        return terms;
    }

    /// <summary>Words, and what is written without spaces between other characters.</summary>
    internal static IEnumerable<Run> Runs(string text)
    {
        var (runes, spaceless) = (new List<Rune>(), false);
        foreach (var rune in text.EnumerateRunes().SelectMany(rune => Folding.Fold(rune).EnumerateRunes()))
        {
            var ends = !IsPartOfWord(rune) || runes.Count > 0 && IsSpaceless(rune) != spaceless;
            if (ends && runes.Count > 0)
            {
                yield return new Run(runes, spaceless);
                runes = [];
            }
            if (!IsPartOfWord(rune))
                continue;
            spaceless = IsSpaceless(rune);
            if (spaceless || runes.Count < LongestWord)
                runes.Add(rune);
        }
        if (runes.Count > 0)
            yield return new Run(runes, spaceless);
    }

    internal static string Join(IEnumerable<Rune> runes)
    {
        var term = new StringBuilder();
        foreach (var rune in runes)
            term.Append(rune.ToString());
        return term.ToString();
    }

    static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    /// <summary>Thai, Lao, Burmese, Khmer, kana, and Chinese characters.</summary>
    static bool IsSpaceless(Rune rune) => rune.Value
        is >= 0x0e00 and <= 0x0eff or >= 0x1000 and <= 0x109f or >= 0x1780 and <= 0x17ff
        or >= 0x3005 and <= 0x3007 or >= 0x3040 and <= 0x30ff or >= 0x31f0 and <= 0x31ff
        or >= 0x3400 and <= 0x4dbf or >= 0x4e00 and <= 0x9fff or >= 0xf900 and <= 0xfaff or >= 0x20000 and <= 0x3ffff;
}
