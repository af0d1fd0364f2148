using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Escalation.Input;

/// <summary>Whether a text shows anything to who reads it.</summary>
public static class VisibleText
{
    /// <summary>
    /// Characters that are there and show nothing, apart from white space and control characters: Unicode's
    /// Default_Ignorable_Code_Point (joiners, fillers, selectors, tags), and the blanks among symbols and annotations.
    /// </summary>
    static readonly (int From, int To)[] Invisible =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
        (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D159, 0x1D159), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>True for null, and for a text of white space and invisible characters only.</summary>
    public static bool IsEmpty([NotNullWhen(false)] string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && !Array.Exists(Invisible, range => rune.Value >= range.From && rune.Value <= range.To))
                return false;
        }
        return true;
    }
}
