using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Escalation.Search;

/// <summary>
/// What characters are compared as in a search, the same on every database: without case, without marks, without forms of
/// presentation. By a table of Unicode's, since without globalization data the framework decomposes nothing.
/// </summary>
static class Folding
{
    static readonly Lazy<FrozenDictionary<int, string>> Table = new(Read);

    /// <summary>A letter may become several, or none.</summary>
    public static string Fold(Rune rune) =>
        rune.IsAscii ? Rune.ToLowerInvariant(rune).ToString() : Table.Value.TryGetValue(rune.Value, out var folded) ? folded : rune.ToString();

    static FrozenDictionary<int, string> Read()
    {
        using var lines = new StreamReader(typeof(Folding).Assembly.GetManifestResourceStream("Escalation.Search.folding.txt")!, Encoding.UTF8);
        var table = new Dictionary<int, string>();
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var end = line.IndexOf(' ');
            table.Add(int.Parse(line.AsSpan(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture), line[(end + 1)..]);
        }
        return table.ToFrozenDictionary();
    }
}
