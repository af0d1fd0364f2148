namespace Escalation.Topics;

/// <summary>Latin and Greek letters without their accents, as people in a hurry write them. By hand, as the globalization data that could tell need not be there.</summary>
static class PlainLetters
{
    static readonly Dictionary<char, string> Plain = new(
        from line in (string[])["aàáâãåąăā", "cçćčĉ", "dďđð", "eèéêëęěēė", "gğģ", "iìíîïīįı", "lłĺľļ", "nñńňņ", "oòóôõőøō", "rřŕ", "sśšşș", "tťţț", "uùúûůűūų", "yýÿ", "zźżž", "αά", "εέ", "ηή", "ιίϊΐ", "οό", "υύϋΰ", "ωώ", "её", "σς"]
        from letter in line[1..]
        select KeyValuePair.Create(letter, line[..1]))
    {
        ['ß'] = "ss",
        ['ä'] = "a",
        ['ö'] = "o",
        ['ü'] = "u",
        ['æ'] = "ae",
        ['œ'] = "oe",
    };

    public static string Of(char letter) => Plain.TryGetValue(letter, out var plain) ? plain : letter.ToString();
}
