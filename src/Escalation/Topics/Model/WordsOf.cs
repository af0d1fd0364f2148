namespace Escalation.Topics.Model;

/// <summary>
/// How much each word of a question spoke for a topic: what its features added to the score; of two words each half. Linear
/// models explain themselves (Ribeiro et al., "Why Should I Trust You?", KDD 2016, have to fit one for others).
/// </summary>
ref struct WordsOf(Span<float> spoke, Dictionary<ulong, float> ofOccurrence) : IOccurrences
{
    readonly Span<float> _spoke = spoke;

    public readonly void See(Block block, ulong feature, int word, int other)
    {
        if (!ofOccurrence.TryGetValue(feature, out var added))
            return;
        _spoke[word] += added / 2;
        _spoke[other] += added / 2;
    }
}
