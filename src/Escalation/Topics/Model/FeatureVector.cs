namespace Escalation.Topics.Model;

/// <summary>
/// A question as the model weighs it: for each known feature its row and value,
/// (1 + ln tf) · (ln((1 + N) / (1 + df)) + 1), each block of length one. Words and characters that the model does not know
/// count in that length as if df were 0, so that a question of strange words scores low: it is what tells unknown questions
/// from known ones. Used again for the next question, by one thread.
/// </summary>
sealed class FeatureVector
{
    /// <summary>Most counts are small, and a logarithm takes as long as all the rest of a value.</summary>
    static readonly float[] Logs = [.. Enumerable.Range(0, 4096).Select(n => MathF.Log(n))];

    int[] _rows = new int[512];
    byte[] _counts = new byte[512];
    float[] _values = new float[512];
    readonly int[] _ends = new int[QuestionFeatures.Blocks];

    public int Length => _ends[^1];
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Length);
    public ReadOnlySpan<byte> Counts => _counts.AsSpan(0, Length);
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Length);
    public ReadOnlySpan<int> Ends => _ends;

    /// <summary>What share of the words' and characters' mass the model knows, 0 to 1.</summary>
    public float Known { get; private set; }

    public void Weigh(QuestionFeatures question, FeatureRows rows, int examples)
    {
        Reserve(question[Block.Words].Length + question[Block.Characters].Length + question[Block.Pairs].Length);
        Span<float> unknown = [0, 0, 0];
        var length = 0;
        for (var block = Block.Words; block <= Block.Pairs; block++)
        {
            var features = question[block];
            for (var i = 0; i < features.Length; i++)
            {
                var row = rows.Find(features.Hashes[i]);
                if (row != FeatureRows.None)
                    (_rows[length], _counts[length++]) = (row, features.Counts[i]);
                else if (block != Block.Pairs)
                    unknown[(int)block] += Square(Value(features.Counts[i], 0, examples));
            }
            _ends[(int)block] = length;
        }
        Weigh(rows, examples, unknown);
    }

    /// <param name="ends">Where in <paramref name="known"/> each block ends.</param>
    public void Weigh(ReadOnlySpan<int> known, ReadOnlySpan<byte> counts, ReadOnlySpan<int> ends, FeatureRows rows, int examples)
    {
        Reserve(known.Length);
        known.CopyTo(_rows);
        counts.CopyTo(_counts);
        ends.CopyTo(_ends);
        Weigh(rows, examples, unknown: [0, 0, 0]);
    }

    void Weigh(FeatureRows rows, int examples, ReadOnlySpan<float> unknown)
    {
        Span<float> squares = stackalloc float[QuestionFeatures.Blocks];
        var (start, present) = (0, 0);
        for (var block = 0; block < QuestionFeatures.Blocks; start = _ends[block++])
        {
            for (var i = start; i < _ends[block]; i++)
                squares[block] += Square(_values[i] = Value(_counts[i], rows.Examples(_rows[i]), examples));
            present += squares[block] + unknown[block] > 0 ? 1 : 0;
        }
        start = 0;
        for (var block = 0; block < QuestionFeatures.Blocks; start = _ends[block++])
        {
            var scale = 1 / MathF.Sqrt(present * (squares[block] + unknown[block]));
            foreach (ref var value in _values.AsSpan(start.._ends[block]))
                value *= scale;
        }
        var (known, all) = (squares[0] + squares[1], squares[0] + squares[1] + unknown[0] + unknown[1]);
        Known = all > 0 ? known / all : 0;
    }

    static float Value(int count, int examples, int of) => (1 + Log(count)) * (Log(1 + of) - Log(1 + examples) + 1);

    static float Log(int n) => n < Logs.Length ? Logs[n] : MathF.Log(n);

    static float Square(float x) => x * x;

    void Reserve(int length)
    {
        if (length <= _rows.Length)
            return;
        var size = Math.Max(length, 2 * _rows.Length);
        (_rows, _counts, _values) = (new int[size], new byte[size], new float[size]);
    }
}
