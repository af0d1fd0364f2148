using System.Globalization;
using Escalation.Input;

namespace Escalation.Server.Pages.Square;

/// <param name="Form">Made with the form, so that sending it twice is noticed.</param>
public sealed record AskForm(string? Name, string? Text, string? Form)
{
    public const int LongestName = 60;

    public string CleanName => string.Join(' ', (Name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    public string CleanText => SquareText.Clean(Text);

    public IReadOnlyDictionary<string, string> Faults()
    {
        var faults = new Dictionary<string, string>();
        if (VisibleText.IsEmpty(CleanName))
            faults["name"] = "Please tell us what to call you.";
        else if (CleanName.Length > LongestName)
            faults["name"] = $"Please use a name of at most {LongestName} characters.";
        if (SquareText.WhyNot(CleanText, "What would you like to know?") is { } why)
            faults["text"] = why;
        return faults;
    }
}

sealed record ReplyForm(string? Text, string? Form)
{
    public string CleanText => SquareText.Clean(Text);
    public string? Fault => SquareText.WhyNot(CleanText, "There is nothing to send yet.");
}

static class SquareText
{
    public const int Longest = 2000;

    /// <summary>Browsers send line breaks as CR LF, but count them as one character.</summary>
    public static string Clean(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    public static string? WhyNot(string text, string whenEmpty) =>
        VisibleText.IsEmpty(text) ? whenEmpty
        : text.Length <= Longest ? null
        : string.Create(CultureInfo.InvariantCulture, $"Please keep it to {Longest:N0} characters; these are {text.Length:N0}.");
}
