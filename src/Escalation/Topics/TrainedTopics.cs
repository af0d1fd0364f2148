using System.Collections.Immutable;
using Escalation.Topics.Languages;
using Escalation.Topics.Model;

namespace Escalation.Topics;

/// <summary>A model with the names of its topics and the curve of its confidence. Not for several threads at once.</summary>
sealed class TrainedTopics
{
    public const int MostGuesses = 3;
    const int WordsOfASentence = 4;
    /// <summary>Any number: the same on every replica.</summary>
    const int Seed = 20;

    readonly List<string> _topics;
    readonly TopicModel _model;
    readonly Confidence _confidence;
    readonly IReadOnlySet<string> _neutral;

    TrainedTopics(List<string> topics, TopicModel model, Confidence confidence, IReadOnlySet<string> neutral) =>
        (_topics, _model, _confidence, _neutral) = (topics, model, confidence, neutral);

    public static TrainedTopics Nothing() => new([], new TopicModel(0, Seed), FitConfidence.Usual, new HashSet<string>());

    public int Examples => _model.ExampleCount;
    public long Bytes => _model.Bytes;

    /// <param name="own">The topics' own words, which are not held out when the confidence is measured.</param>
    /// <param name="languages">Whose function words speak for no topic. Where one topic has sentences for examples and the others have keywords only, all sentences would go to that one.</param>
    /// <param name="examples">Those of topics that are not in <paramref name="topics"/> are left out; a null topic is about none of them.</param>
    public static TrainedTopics From(
        IEnumerable<string> topics, IEnumerable<TopicText> own, IEnumerable<string> languages, IEnumerable<TopicText> examples, double shareOfUnknown, int? seed = null)
    {
        var names = topics.ToList();
        var index = names.Select((name, i) => (name, i)).ToDictionary(t => t.name, t => t.i);
        List<Example> Known(IEnumerable<TopicText> texts) =>
            [.. texts.Where(t => t.Topic is null || index.ContainsKey(t.Topic)).Select(t => new Example(t.Text, t.Topic is null ? Model.Examples.NoTopic : index[t.Topic], t.Asker))];
        var neutral = languages.SelectMany(FunctionWords.Of).ToHashSet();
        var ownWords = Known(own.Concat(neutral.Chunk(WordsOfASentence).Select(words => new TopicText(string.Join(' ', words), null))));
        var learned = Known(examples);

        var judged = names.Count == 0 ? [] : JudgeHeldOut.Of(names.Count, ownWords, learned, seed ?? Seed);
        var model = new TopicModel(names.Count, seed ?? Seed);
        model.Train([.. ownWords, .. learned], ownWords.Count);
        return new(names, model, FitConfidence.To(judged, shareOfUnknown), neutral);
    }

    /// <param name="again">The question was learned before, as something else perhaps: its words are not those of one more asker.</param>
    public void Learn(TopicText example, bool again = false)
    {
        if (example.Topic is null)
            _model.Learn(new Example(example.Text, Model.Examples.NoTopic, example.Asker), again);
        else if (_topics.IndexOf(example.Topic) is >= 0 and var topic)
            _model.Learn(new Example(example.Text, topic, example.Asker), again);
    }

    /// <summary>The likeliest topic and its confidence, without words.</summary>
    public (string? Topic, double Confidence) Best(ReadOnlySpan<char> text)
    {
        var scores = _model.Score(text, out var known);
        var (topic, evidence) = Ranking.Best(scores, known);
        return topic < 0 ? (null, 0) : (_topics[topic], _confidence.Of(evidence));
    }

    /// <summary>The likeliest topics of those that <paramref name="still"/> are there, with the words that spoke for them.</summary>
    public ImmutableArray<TopicGuess> Guess(string text, Predicate<string> still)
    {
        var guesses = Ranking.All(_model.Score(text, out var known), known)
            .Where(g => still(_topics[g.Topic])).Take(MostGuesses).ToList();
        return [.. guesses.Select(g =>
        {
            var words = _model.Words(text, g.Topic, but: _neutral);
            return new TopicGuess(_topics[g.Topic], Math.Round(_confidence.Of(g.Evidence), 3), [.. words.Select(w => w.Word)]) { Shared = [.. words.Where(w => w.IsShared).Select(w => w.Word)] };
        })];
    }
}

/// <summary>A text and what it is about; null: about none of the topics.</summary>
/// <param name="Asker">Null: the organization itself wrote it.</param>
readonly record struct TopicText(string Text, string? Topic, string? Asker = null);
