namespace Escalation.Topics.Model;

/// <summary>From scores to evidence.</summary>
static class Ranking
{
    public static (int Topic, Evidence Evidence) Best(ReadOnlySpan<float> scores, float known)
    {
        var (best, second) = (float.NegativeInfinity, float.NegativeInfinity);
        var topic = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > best)
                (second, best, topic) = (best, scores[i], i);
            else if (scores[i] > second)
                second = scores[i];
        }
        return (topic, new Evidence(best, best - (scores.Length > 1 ? second : TopicModel.FirstBias), known));
    }

    /// <summary>All topics, the likeliest first.</summary>
    public static List<(int Topic, Evidence Evidence)> All(ReadOnlySpan<float> scores, float known)
    {
        var best = Best(scores, known);
        var ranked = new List<(int Topic, Evidence Evidence)>(scores.Length);
        for (var topic = 0; topic < scores.Length; topic++)
            ranked.Add(topic == best.Topic ? best : (topic, new Evidence(scores[topic], scores[topic] - best.Evidence.Score, known)));
        return [.. ranked.OrderByDescending(r => r.Evidence.Score).ThenBy(r => r.Topic)];
    }
}
