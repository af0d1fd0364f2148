using System.Text.RegularExpressions;

namespace Escalation.Organization;

/// <summary>A setting that is written as <c>env:NAME</c> or <c>file:PATH</c>: where its value is, instead of the value.</summary>
sealed partial record SecretReference(bool IsFile, string Name)
{
    /// <summary>A sentence if it cannot lead anywhere.</summary>
    public string? Fault =>
        IsFile ? string.IsNullOrWhiteSpace(Name) ? "file: must be followed by a path" : null
        : VariableName().IsMatch(Name) ? null
        : "env: must be followed by the name of an environment variable";

    /// <summary>Null if the setting is the value itself.</summary>
    public static SecretReference? Parse(string setting) =>
        setting.StartsWith("env:", StringComparison.Ordinal) ? new(false, setting["env:".Length..])
        : setting.StartsWith("file:", StringComparison.Ordinal) ? new(true, setting["file:".Length..])
        : null;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
