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

    public void Clear()
    {
        LoseCommits(0, Loss.Nothing);
        LoseExchanges(0, Loss.Nothing);
    }

    public Loss Of(ReadOnlySpan<byte> asked)
    {
        lock (_lock)
        {
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
