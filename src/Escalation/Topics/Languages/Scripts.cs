namespace Escalation.Topics.Languages;

enum Script
{
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Greek,
    Hebrew,
    Thai,
    Korean,
    Georgian,
    Armenian,

    /// <summary>Kana and the characters that Japanese shares with Chinese.</summary>
    EastAsian,
}

static class Scripts
{
    /// <summary>Fewer may be a formula or a smiley.</summary>
    const int FewestLetters = 4;

    /// <summary>What Japanese is never without for long.</summary>
    const int FewestKana = 2;

    /// <summary>Frequent in Chinese, simplified or traditional, and rare or unknown in Japanese.</summary>
    const string OnlyChinese = "们們这這吗嗎么麼没沒您你我吧是呢请什怎";

    const string YiddishLetters = "װױײ";

    /// <summary>The script of most letters; null where two are mixed or there are hardly any.</summary>
    public static Script? Main(string letters)
    {
        var counted = letters.Select(Of).OfType<Script>().GroupBy(script => script).Select(group => (Script: group.Key, Count: group.Count())).ToList();
        if (counted.Count == 0)
            return null;
        var (script, count) = counted.MaxBy(pair => pair.Count);
        var fewest = script is Script.EastAsian or Script.Korean or Script.Latin ? 2 : FewestLetters;
        return count >= fewest && count * 3 >= counted.Sum(pair => pair.Count) * 2 ? script : null;
    }

    public static string? OnlyLanguage(Script script, IReadOnlyCollection<string> words) => script switch
    {
        Script.Greek => "el",
        // Yiddish, too, has these letters, and marks most of its vowels.
        Script.Hebrew when !words.Any(word => word.AsSpan().ContainsAnyInRange('\u0591', '\u05C7') || word.AsSpan().ContainsAny(YiddishLetters)) => "he",
        Script.Thai => "th",
        Script.Korean => "ko",
        Script.Georgian => "ka",
        Script.Armenian => "hy",
        Script.EastAsian when words.Sum(word => word.Count(IsKana)) >= FewestKana => "ja",
        Script.EastAsian when words.Any(word => word.AsSpan().ContainsAny(OnlyChinese)) => "zh",
        _ => null,
    };

    /// <summary>Null: of a script in which no language is known here, or common to several.</summary>
    static Script? Of(char letter) => letter switch
    {
        <= 'ɏ' or >= '\u1E00' and <= '\u1EFF' => Script.Latin,
        >= 'Ͱ' and <= 'Ͽ' or >= '\u1F00' and <= '\u1FFF' => Script.Greek,
        >= 'Ѐ' and <= 'ӿ' => Script.Cyrillic,
        >= '\u0531' and <= '\u0587' => Script.Armenian,
        >= '\u0590' and <= '\u05FF' => Script.Hebrew,
        >= '\u0600' and <= '\u06FF' => Script.Arabic,
        >= '\u0900' and <= '\u097F' => Script.Devanagari,
        >= '\u0E00' and <= '\u0E7F' => Script.Thai,
        >= '\u10A0' and <= '\u10FF' => Script.Georgian,
        >= '\uAC00' and <= '\uD7AF' => Script.Korean,
        >= '\u4E00' and <= '\u9FFF' => Script.EastAsian,
        _ => IsKana(letter) ? Script.EastAsian : null,
    };

    static bool IsKana(char letter) => letter is >= '\u3041' and <= '\u30FA';
}
