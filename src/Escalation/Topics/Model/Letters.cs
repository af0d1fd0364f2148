using System.Globalization;
using System.Text;

namespace Escalation.Topics.Model;

/// <summary>
/// Letters as the model compares them: lower-case, and Latin, Greek and Cyrillic ones without their marks; in other
/// scripts marks are vowels and stay. By a table, since without globalization data the framework leaves marks in place.
/// </summary>
static class Letters
{
    const char FirstFolded = 'à', FirstFoldedMore = '\u1e00', CombiningFrom = '\u0300', CombiningTo = '\u036f', FullWidthFrom = '\uff01', FullWidthTo = '\uff5e';
    const char LastWithLooseMarks = '\u052f';
    const int FullWidthToAscii = 0xfee0;

    /// <summary>For <c>à</c> (U+00E0) to <c>ſ</c> (U+017F).</summary>
    const string Folded =
        "aaaaaaæceeeeiiiiðnooooo÷ouuuuyþyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiii"
        + "iiĳĳjjkkĸllllllŀŀllnnnnnnŉŋŋooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    /// <summary>For U+1E00 to U+1EFF, with which Vietnamese is written.</summary>
    const string FoldedMore =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
        + "wwwwwwwwwwxxxxyyzzzzzzhtwyẚſẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ";

    public static bool IsPartOfWord(char c) => c < 0x80 ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c) || IsMark(c);

    /// <summary>Null: a mark that is left out.</summary>
    /// <param name="before">The folded letter before it.</param>
    public static char? Fold(char c, char before)
    {
        if (c < 0x80)
            return c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
        if (c is >= CombiningFrom and <= CombiningTo)
            return before <= LastWithLooseMarks ? null : c;
        if (c is >= FullWidthFrom and <= FullWidthTo)
            c = (char)(c - FullWidthToAscii);
        c = char.ToLowerInvariant(c);
        return c >= FirstFolded && c - FirstFolded < Folded.Length ? Folded[c - FirstFolded]
            : c >= FirstFoldedMore && c - FirstFoldedMore < FoldedMore.Length ? FoldedMore[c - FirstFoldedMore]
            : FoldOther(c);
    }

    /// <summary>The word with all of its letters so.</summary>
    public static string Plain(ReadOnlySpan<char> word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            if (Fold(c, before: plain.Length > 0 ? plain[^1] : ' ') is { } letter)
                plain.Append(letter);
        }
        return plain.ToString();
    }

    static bool IsMark(char c) =>
        c >= CombiningFrom && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    static char FoldOther(char c) => c switch
    {
        // Romanian's own, with a comma below.
        'ș' => 's',
        'ț' => 't',
        'ơ' => 'o',
        'ư' => 'u',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' or 'ϊ' or 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' or 'ϋ' or 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'й' => 'и',
        'ї' => 'і',
        'ў' => 'у',
        _ => c,
    };
}
