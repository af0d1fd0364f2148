namespace Escalation.Topics.Model;

/// <summary>
/// Asks models that were trained without some questions about just these. Each model also leaves out a tenth of the topics,
/// whose questions play the unknown, until people have shown what unknown questions really look like.
/// </summary>
static class JudgeHeldOut
{
    const int Folds = 10;
    /// <summary>With so many judged the curve no longer changes; a large company then needs no ten trainings.</summary>
    const int Plenty = 500;
    /// <summary>So many real unknown questions say more than any that play them.</summary>
    const int EnoughUnknown = 100;

    /// <param name="own">What always stays: the topics' own words, an example a topic.</param>
    public static List<Judged> Of(int topics, IReadOnlyList<Example> own, IReadOnlyList<Example> examples, int seed)
    {
        var random = new Random(seed);
        var order = examples.ToArray();
        random.Shuffle(order);
        var topicOrder = Enumerable.Range(0, topics).ToArray();
        random.Shuffle(topicOrder);
        var real = examples.Count(e => e.Topic == Examples.NoTopic);
        var mayPlay = real < EnoughUnknown && topics > 2;
        // Few of them have to speak for many, so all are asked in as many models as the others need.
        var known = Math.Max(1, examples.Count - real);
        var partsOfUnknown = mayPlay ? Folds : Math.Clamp((Plenty * Folds + known - 1) / known, 2, Folds);

        var judged = new List<Judged>();
        for (var fold = 0; fold < Folds && (judged.Count(j => !j.Unknown) < Plenty || judged.Count(j => j.Unknown) < Math.Min(real, EnoughUnknown)); fold++)
        {
            var playing = mayPlay ? topicOrder.Where((_, i) => i % Folds == fold).ToHashSet() : [];
            int Parts(Example e) => e.Topic == Examples.NoTopic ? partsOfUnknown : Folds;
            bool IsHeld(Example e, int i) => i % Parts(e) == fold % Parts(e);
            var held = order.Where(IsHeld).ToList();
            var model = new TopicModel(topics, seed);
            var ownLeft = own.Where(e => !playing.Contains(e.Topic)).ToList();
            model.Train([.. ownLeft, .. order.Where((e, i) => !IsHeld(e, i) && !playing.Contains(e.Topic))], ownLeft.Count);
            foreach (var example in held.Where(e => !playing.Contains(e.Topic)))
                judged.Add(Ask(model, example, unknown: example.Topic == Examples.NoTopic));
            foreach (var example in examples.Where(e => playing.Contains(e.Topic)))
                judged.Add(Ask(model, example, unknown: true));
        }
        return judged;
    }

    static Judged Ask(TopicModel model, Example example, bool unknown)
    {
        var scores = model.Score(example.Text, out var known);
        var (best, evidence) = Ranking.Best(scores, known);
        return new Judged(evidence, !unknown && best == example.Topic, unknown);
    }
}
