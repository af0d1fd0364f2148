using System.Runtime.CompilerServices;

namespace Escalation.Storage;

static class NotIn
{
    /// <summary>The SELECT with {EXCEPT} put as a condition that leaves out these values of the column; they stay parameters.</summary>
    public static FormattableString Except(this FormattableString select, string column, IReadOnlyCollection<string> values)
    {
        var first = select.ArgumentCount;
        var condition = values.Count == 0 ? "" : $" AND {column} NOT IN ({string.Join(", ", values.Select((_, i) => $"{{{first + i}}}"))})";
        return FormattableStringFactory.Create(select.Format.Replace("/*EXCEPT*/", condition, StringComparison.Ordinal), [.. select.GetArguments(), .. values]);
    }
}
