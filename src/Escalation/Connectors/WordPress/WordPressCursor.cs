using System.Collections.Immutable;
using System.Globalization;

namespace Escalation.Connectors.WordPress;

/// <summary>How far the site has been read, and the comments that were still held for moderation there.</summary>
/// <param name="Newest">The newest comment's time, never ahead of the site's clock: a comment dated 2099 must not blind us until then.</param>
/// <param name="Held">Their time lies behind <paramref name="Newest"/> when a moderator lets them through, so they are asked for by id.</param>
sealed record WordPressCursor(DateTimeOffset Newest, ImmutableArray<long> Held)
{
    // A queue that nobody moderates must not make polls ever dearer.
    const int MostHeld = 500;
    static readonly TimeSpan LongestHeld = TimeSpan.FromDays(30);

    public static WordPressCursor At(DateTimeOffset instant) => new(instant, []);

    public static WordPressCursor Parse(string cursor)
    {
        var parts = cursor.Split(' ');
        return new WordPressCursor(
            DateTimeOffset.Parse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            parts.Length < 2 ? [] : [.. parts[1].Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))]);
    }

    public WordPressCursor After(IReadOnlyCollection<WordPressComment> read, DateTimeOffset siteTime)
    {
        var newest = read.Select(c => c.At).Where(at => at <= siteTime).Append(Newest).Max();
        return new WordPressCursor(
            newest!.Value,
            [.. read.Where(c => !c.IsApproved && c.At > siteTime - LongestHeld).Select(c => c.Id).Order().TakeLast(MostHeld)]);
    }

    public override string ToString() =>
        Format(Newest) + (Held.IsEmpty ? "" : " " + string.Join(',', Held));

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
