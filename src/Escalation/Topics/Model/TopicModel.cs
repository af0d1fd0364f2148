namespace Escalation.Topics.Model;

/// <summary>An example to learn from.</summary>
/// <param name="Topic">Index of the topic; <see cref="Examples.NoTopic"/>: about none of them.</param>
/// <param name="Asker">Null: the organization itself wrote it.</param>
readonly record struct Example(string Text, int Topic, string? Asker = null);

/// <summary>
/// One logistic regression a topic over sparse features, trained by plain stochastic gradient descent: Rifkin and Klautau,
/// "In Defense of One-Vs-All Classification" (JMLR 2004); Bottou, "Large-Scale Machine Learning with Stochastic Gradient
/// Descent" (COMPSTAT 2010). Not for several threads at once.
/// </summary>
sealed class TopicModel
{
    /// <summary>A topic is unlikely before anything speaks for it.</summary>
    public const float FirstBias = -4;
    const float BatchRate = 8, OnlineRate = 4, BiasRate = 0.02f;
    /// <summary>For what is learned by itself: how often it is gone over, and how many old examples each time, lest they be forgotten.</summary>
    const int OnlineRounds = 3, Replays = 8;
    const int MostWords = 5;
    /// <summary>128 MiB: more than questions need; long mails of twenty thousand askers would take many times that.</summary>
    const int MostWeights = 32 << 20;
    /// <summary>Less than this share of the strongest word's part is not worth telling.</summary>
    const float Faint = 0.2f;

    readonly FeatureRows _rows;
    readonly SharedWords _shared = new();
    readonly Examples _examples = new();
    readonly QuestionFeatures _question = new();
    readonly FeatureVector _vector = new();
    readonly Weights _weights;
    readonly Random _random;
    readonly float[] _biases;
    readonly float[] _scores;

    public TopicModel(int topics, int seed)
    {
        _weights = new Weights(topics);
        _rows = new FeatureRows(MostWeights / Math.Max(1, _weights.Stride));
        _random = new Random(seed);
        Topics = topics;
        _biases = new float[_weights.Stride];
        Array.Fill(_biases, FirstBias);
        _scores = new float[_weights.Stride];
    }

    public int Topics { get; }
    public int ExampleCount => _examples.Count;
    public long Bytes => _rows.Bytes + _weights.Bytes + _examples.Bytes;

    /// <summary>Learns all examples of a new model together.</summary>
    /// <param name="own">The first so many are the company's own words, not an asker's.</param>
    public void Train(IReadOnlyList<Example> examples, int own)
    {
        for (var i = 0; i < examples.Count; i++)
        {
            _question.Read(examples[i].Text);
            _shared.Add(_question.Words, examples[i].Asker);
            Meet(examples[i].Topic, own: i < own);
        }
        _weights.Reserve(_rows.Count);
        foreach (var example in examples)
        {
            _question.Read(example.Text);
            _vector.Weigh(_question, _rows, examples.Count);
            _examples.Add(example.Topic, _vector);
        }

        var order = Enumerable.Range(0, examples.Count).ToArray();
        var epochs = examples.Count <= 20 * Topics ? 20 : 10;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            _random.Shuffle(order);
            var rate = BatchRate * (1 - (float)epoch / epochs);
            foreach (var example in order)
                Step(example, rate);
        }
    }

    /// <summary>Learns one more example, and goes over some old ones.</summary>
    /// <param name="again">The question was learned before, and its features are not counted twice.</param>
    public void Learn(Example example, bool again = false)
    {
        _question.Read(example.Text);
        _shared.Add(_question.Words, example.Asker);
        Meet(example.Topic, own: false, again);
        _weights.Reserve(_rows.Count);
        _vector.Weigh(_question, _rows, _examples.Count + 1);
        _examples.Add(example.Topic, _vector);
        for (var round = 0; round < OnlineRounds; round++)
        {
            Step(_examples.Count - 1, OnlineRate);
            for (var i = 0; i < Replays; i++)
                Step(_random.Next(_examples.Count), OnlineRate);
        }
    }

    /// <summary>Each topic's score for the question, as log odds; valid until the next call.</summary>
    /// <param name="known">What share of the question's words and characters the model knows.</param>
    public ReadOnlySpan<float> Score(ReadOnlySpan<char> text, out float known)
    {
        _question.Read(text);
        _vector.Weigh(_question, _rows, _examples.Count);
        known = _vector.Known;
        return Score();
    }

    /// <summary>The words of the question that spoke for the topic, the strongest first. What only one asker ever wrote is not shared: it may be a name.</summary>
    /// <param name="but">Words that tell nothing, in lower case.</param>
    public IReadOnlyList<(string Word, bool IsShared)> Words(string text, int topic, IReadOnlySet<string> but)
    {
        _question.Read(text);
        _vector.Weigh(_question, _rows, _examples.Count);
        var added = new Dictionary<ulong, float>();
        // The vector has the known ones in the same order.
        var next = 0;
        for (var block = Block.Words; block <= Block.Pairs; block++)
        {
            for (var i = 0; i < _question[block].Length; i++)
            {
                var feature = _question[block].Hashes[i];
                if (_rows.Find(feature) is >= 0 and var row)
                    added[feature] = _vector.Values[next++] * _weights[row, topic] / _question[block].Counts[i];
            }
        }
        var words = _question.Words;
        Span<float> spoke = stackalloc float[words.Count];
        var teller = new WordsOf(spoke, added);
        Occurrences.Tell(words, ref teller);

        var found = new List<(string Word, bool IsShared, float Spoke)>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = text[words.Place(i)].ToLowerInvariant();
            if (!but.Contains(word))
                found.Add((word, _shared.Has(words[i]), spoke[i]));
        }
        var together = found.GroupBy(f => (f.Word, f.IsShared)).Select(g => (Word: g.Key, Spoke: g.Sum(f => f.Spoke))).OrderByDescending(w => w.Spoke).ToList();
        return [.. together.TakeWhile(w => w.Spoke > 0 && w.Spoke >= Faint * together[0].Spoke).Take(MostWords).Select(w => w.Word)];
    }

    /// <summary>What only questions about nothing say stays unknown: nothing speaks for any topic in it.</summary>
    void Meet(int topic, bool own, bool again = false)
    {
        for (var block = Block.Words; block <= Block.Pairs; block++)
        {
            foreach (var feature in _question[block].Hashes)
            {
                if (again && _rows.Find(feature) != FeatureRows.None)
                    continue;
                _ = topic == Examples.NoTopic ? _rows.MeetAgain(feature) : _rows.Meet(block, feature, own);
            }
        }
    }

    ReadOnlySpan<float> Score()
    {
        _biases.CopyTo(_scores, 0);
        var rows = _vector.Rows;
        var values = _vector.Values;
        for (var i = 0; i < rows.Length; i++)
            _weights.AddRowTo(_scores, rows[i], values[i]);
        return _scores.AsSpan(0, Topics);
    }

    void Step(int example, float rate)
    {
        _examples.Weigh(example, _vector, _rows, _examples.Count);
        Score();
        var gradient = _scores.AsSpan();
        for (var topic = 0; topic < Topics; topic++)
            gradient[topic] = Sigmoid(gradient[topic]);
        gradient[Topics..].Clear();
        if (_examples.Topic(example) is >= 0 and var right)
            gradient[right] -= 1;

        var rows = _vector.Rows;
        var values = _vector.Values;
        for (var i = 0; i < rows.Length; i++)
            _weights.AddToRow(rows[i], gradient, -rate * values[i]);
        for (var topic = 0; topic < Topics; topic++)
            _biases[topic] -= BiasRate * rate * gradient[topic];
    }

    static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
