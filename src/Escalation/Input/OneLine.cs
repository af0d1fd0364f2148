using System.Text;

namespace Escalation.Input;

public static class OneLine
{
    /// <summary>The beginning of a text, on one line: line breaks and other control characters become blanks, several blanks one.</summary>
    /// <param name="most">How long it may get; a character is never cut in half.</param>
    public static string Of(string text, int most)
    {
        var line = new StringBuilder(most);
        foreach (var rune in text.EnumerateRunes())
        {
            var blank = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (blank && (line.Length == 0 || line[^1] == ' '))
                continue;
            if (line.Length + rune.Utf16SequenceLength > most)
                break;
            line.Append(blank ? " " : rune.ToString());
        }
        return line.ToString().TrimEnd();
    }
}
