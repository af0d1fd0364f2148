namespace Escalation.Topics.Model;

/// <summary>
/// Hands out a row to each feature that training meets: words and characters at first sight, pairs, of which there are too
/// many, at second, but those of the company's own words at first. A dictionary rather than a table of fixed size: a small company stays small, and nothing collides.
/// </summary>
/// <param name="most">From so many rows on, pairs get none any more.</param>
sealed class FeatureRows(int most)
{
    public const int None = -1;

    readonly Dictionary<ulong, int> _rows = [];
    readonly HashSet<ulong> _seenOnce = [];
    readonly List<int> _examples = [];

    public int Count => _examples.Count;

    /// <summary>In how many examples the feature of the row occurs.</summary>
    public int Examples(int row) => _examples[row];

    public int Find(ulong feature) => _rows.GetValueOrDefault(feature, None);

    /// <summary>One more example has the feature; it gets no row if it has none.</summary>
    public int MeetAgain(ulong feature)
    {
        var row = Find(feature);
        if (row != None)
            _examples[row]++;
        return row;
    }

    /// <summary>One more example has the feature.</summary>
    public int Meet(Block block, ulong feature, bool own)
    {
        if (MeetAgain(feature) is >= 0 and var known)
            return known;
        if (block == Block.Pairs && !own && (_examples.Count >= most || _seenOnce.Add(feature)))
            return None;
        var row = _examples.Count;
        _rows.Add(feature, row);
        _examples.Add(_seenOnce.Remove(feature) ? 2 : 1);
        return row;
    }

    /// <summary>About; the framework's own overhead for each entry included.</summary>
    public long Bytes => 28L * _rows.EnsureCapacity(0) + 20L * _seenOnce.EnsureCapacity(0) + sizeof(int) * _examples.Capacity;
}
