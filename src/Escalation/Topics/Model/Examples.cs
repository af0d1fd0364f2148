namespace Escalation.Topics.Model;

/// <summary>What was learned, as rows and counts, so that it can be gone over again without reading any text.</summary>
sealed class Examples
{
    /// <summary>The topic of an example that is about none.</summary>
    public const int NoTopic = -1;

    readonly List<int> _topics = [];
    readonly List<int> _ends = [];
    readonly List<int> _rows = [];
    readonly List<byte> _counts = [];

    public int Count => _topics.Count;
    public long Bytes => (long)sizeof(int) * (_topics.Capacity + _ends.Capacity + _rows.Capacity) + _counts.Capacity;

    public int Topic(int example) => _topics[example];

    public void Add(int topic, FeatureVector vector)
    {
        var start = _rows.Count;
        _topics.Add(topic);
        _rows.AddRange(vector.Rows);
        _counts.AddRange(vector.Counts);
        foreach (var end in vector.Ends)
            _ends.Add(start + end);
    }

    public void Weigh(int example, FeatureVector vector, FeatureRows rows, int examples)
    {
        var start = example == 0 ? 0 : _ends[example * QuestionFeatures.Blocks - 1];
        var ends = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ends).Slice(example * QuestionFeatures.Blocks, QuestionFeatures.Blocks);
        vector.Weigh(
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows)[start..ends[^1]],
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_counts)[start..ends[^1]],
            [ends[0] - start, ends[1] - start, ends[2] - start], rows, examples);
    }
}
