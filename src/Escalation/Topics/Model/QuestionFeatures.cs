namespace Escalation.Topics.Model;

/// <summary>A question's features, each once with its count, block by block. Used again for the next question, by one thread.</summary>
sealed class QuestionFeatures
{
    public const int Blocks = 3;

    readonly FeatureList[] _blocks = [new(), new(), new()];

    public QuestionWords Words { get; } = new();

    public FeatureList this[Block block] => _blocks[(int)block];

    public void Read(ReadOnlySpan<char> text)
    {
        Words.Read(text);
        foreach (var block in _blocks)
            block.Clear();
        var collector = new Collector(_blocks);
        Occurrences.Tell(Words, ref collector);
        foreach (var block in _blocks)
            block.Count();
    }

    readonly struct Collector(FeatureList[] blocks) : IOccurrences
    {
        public void See(Block block, ulong feature, int word, int other) => blocks[(int)block].Add(feature);
    }
}

/// <summary>Hashes of features and how often each occurs (255 at most).</summary>
sealed class FeatureList
{
    ulong[] _hashes = new ulong[256];
    byte[] _counts = new byte[256];

    public int Length { get; private set; }
    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Length);
    public ReadOnlySpan<byte> Counts => _counts.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Add(ulong hash)
    {
        if (Length == _hashes.Length)
        {
            Array.Resize(ref _hashes, 2 * Length);
            Array.Resize(ref _counts, 2 * Length);
        }
        _hashes[Length++] = hash;
    }

    /// <summary>Each hash once, in ascending order.</summary>
    public void Count()
    {
        _hashes.AsSpan(0, Length).Sort();
        var kept = 0;
        for (var i = 0; i < Length;)
        {
            var same = i + 1;
            while (same < Length && _hashes[same] == _hashes[i])
                same++;
            _hashes[kept] = _hashes[i];
            _counts[kept++] = (byte)Math.Min(same - i, byte.MaxValue);
            i = same;
        }
        Length = kept;
    }
}
