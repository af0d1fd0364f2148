using System.Text;

namespace Escalation.Faults.World;

/// <summary>What a wire loses of an exchange.</summary>
enum Loss
{
    Nothing,
    /// <summary>It never reaches the server.</summary>
    Question,
    /// <summary>The server did it; its answer never comes back.</summary>
    Answer,
}

/// <summary>How many of the next exchanges of a wire are lost.</summary>
sealed class LossPlan
{
    /// <summary>A simple query of the PostgreSQL protocol (version 3): 'Q', the length, the text and a zero byte.</summary>
    static ReadOnlySpan<byte> Commit => "Q\0\0\0\u000bCOMMIT\0"u8;

    readonly Lock _lock = new();
    readonly List<(byte[] Text, Loss What)> _ofWhatSays = [];
    int _commits, _exchanges;
    Loss _ofCommits, _ofExchanges;

    /// <summary>Of the next transactions that are committed.</summary>
    public void LoseCommits(int count, Loss what)
    {
        lock (_lock)
            (_commits, _ofCommits) = (count, what);
    }

    /// <summary>Of whatever is asked next.</summary>
    public void LoseExchanges(int count, Loss what)
    {
        lock (_lock)
            (_exchanges, _ofExchanges) = (count, what);
    }

    /// <summary>Of the transaction in which the text is written next.</summary>
    public void LoseCommitOf(string text, Loss what)
    {
        lock (_lock)
            _ofWhatSays.Add((Encoding.UTF8.GetBytes(text), what));
    }

    public void Clear()
    {
        lock (_lock)
            _ofWhatSays.Clear();
        LoseCommits(0, Loss.Nothing);
        LoseExchanges(0, Loss.Nothing);
    }

    /// <param name="ofCommit">What the connection loses of its next commit.</param>
    public Loss Of(ReadOnlySpan<byte> asked, ref Loss ofCommit)
    {
        lock (_lock)
        {
            for (var n = 0; n < _ofWhatSays.Count; n++)
            {
                if (asked.IndexOf(_ofWhatSays[n].Text) < 0)
                    continue;
                ofCommit = _ofWhatSays[n].What;
                _ofWhatSays.RemoveAt(n--);
            }
            if (ofCommit != Loss.Nothing && asked.IndexOf(Commit) >= 0)
            {
                var lost = ofCommit;
                ofCommit = Loss.Nothing;
                return lost;
            }
            if (_commits > 0 && asked.IndexOf(Commit) >= 0)
            {
                _commits--;
                return _ofCommits;
            }
            if (_exchanges == 0)
                return Loss.Nothing;
            _exchanges--;
            return _ofExchanges;
        }
    }
}
