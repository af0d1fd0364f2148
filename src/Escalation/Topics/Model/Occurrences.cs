namespace Escalation.Topics.Model;

/// <summary>The blocks of features; each is brought to length one by itself.</summary>
enum Block
{
    /// <summary>Words, and pairs of neighbours in their order.</summary>
    Words,
    /// <summary>Two to four characters in a row, with the space before and after a word: what survives typing errors and inflection.</summary>
    Characters,
    /// <summary>Two words 2 to 20 apart in any order, each by its first five letters.</summary>
    Pairs,
}

/// <summary>Is told every occurrence of a feature, and of which one or two words it is.</summary>
interface IOccurrences
{
    void See(Block block, ulong feature, int word, int other);
}

/// <summary>
/// What of a question the model goes by. Words and runs of characters are those of Wang and Manning, "Baselines and
/// Bigrams" (ACL 2012), and Joulin et al., "Bag of Tricks for Efficient Text Classification" (EACL 2017).
/// </summary>
static class Occurrences
{
    const int ShortestRun = 2, LongestRun = 4, Nearest = 2, Furthest = 20, Stem = 5;

    public static void Tell<T>(QuestionWords words, ref T to) where T : IOccurrences, allows ref struct
    {
        Span<ulong> hashes = stackalloc ulong[words.Count];
        for (var i = 0; i < words.Count; i++)
            hashes[i] = FeatureHash.Word(words[i]);
        for (var i = 0; i < words.Count; i++)
        {
            to.See(Block.Words, hashes[i], i, i);
            if (i > 0)
                to.See(Block.Words, FeatureHash.Pair(hashes[i - 1], hashes[i]), i - 1, i);
        }
        for (var i = 0; i < words.Count; i++)
        {
            var spaced = words.Spaced(i);
            for (var start = 0; start < spaced.Length; start++)
            {
                for (var length = ShortestRun; length <= LongestRun && start + length <= spaced.Length; length++)
                    to.See(Block.Characters, FeatureHash.Mix(FeatureHash.Of(spaced.Slice(start, length)) + (ulong)Block.Characters), i, i);
            }
        }
        for (var i = 0; i < words.Count; i++)
            hashes[i] = FeatureHash.Of(words[i][..Math.Min(Stem, words[i].Length)]);
        for (var i = 0; i < words.Count; i++)
        {
            for (var j = i + Nearest; j < words.Count && j <= i + Furthest; j++)
                to.See(Block.Pairs, FeatureHash.Pair(Math.Min(hashes[i], hashes[j]) + (ulong)Block.Pairs, Math.Max(hashes[i], hashes[j])), i, j);
        }
    }
}
