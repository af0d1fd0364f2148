using System.Globalization;

namespace Escalation.Topics.Languages;

/// <summary>
/// Tells the language of a text where the network does not, but only when it is sure (decision 15): a wrong language keeps
/// the question from the experts who could answer it, an unknown one from nobody.
/// </summary>
public static class DetectLanguage
{
    /// <summary>More would tell nothing new.</summary>
    const int MostWords = 200;

    static readonly Dictionary<Script, Family> Families = new()
    {
        [Script.Latin] = new(LatinTongues.All, LatinTongues.CommonLetters),
        [Script.Cyrillic] = new(OtherTongues.Cyrillic, OtherTongues.CommonCyrillic),
        [Script.Arabic] = new(OtherTongues.Arabic, OtherTongues.CommonArabic),
        [Script.Devanagari] = new(OtherTongues.Devanagari, ""),
    };

    /// <summary>A primary language subtag (<c>en</c>; RFC 5646), null where it is not sure.</summary>
    public static string? Of(string text)
    {
        var words = Words(text);
        return Scripts.Main(string.Concat(words)) switch
        {
            null => null,
            var script when Families.TryGetValue(script.Value, out var family) => family.Of([.. words.Distinct(StringComparer.OrdinalIgnoreCase)]),
            var script => Scripts.OnlyLanguage(script.Value, words),
        };
    }

    /// <summary>Addresses and names of accounts are in no language.</summary>
    static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (token.Contains('@') || token.Contains("://", StringComparison.Ordinal) || token.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
                continue;
            for (int start = 0, end; start < token.Length && words.Count < MostWords; start = end + 1)
            {
                for (end = start; end < token.Length && IsOfWord(token[end]);)
                    end++;
                if (end > start)
                    words.Add(token[start..end]);
            }
        }
        return words;
    }

    static bool IsOfWord(char letter) =>
        char.IsLetter(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
