using System.Runtime.InteropServices;

namespace Escalation.Topics.Model;

/// <summary>Which words the organization itself or several askers wrote. What only one asker ever wrote may be a name.</summary>
sealed class SharedWords
{
    /// <summary>By a word's hash its only asker so far; null: it is shared.</summary>
    readonly Dictionary<ulong, string?> _askers = [];

    /// <param name="asker">Null: the organization.</param>
    public void Add(QuestionWords words, string? asker)
    {
        for (var i = 0; i < words.Count; i++)
        {
            ref var only = ref CollectionsMarshal.GetValueRefOrAddDefault(_askers, FeatureHash.Word(words[i]), out var isKnown);
            only = isKnown && only != asker ? null : asker;
        }
    }

    public bool Has(ReadOnlySpan<char> word) => _askers.TryGetValue(FeatureHash.Word(word), out var only) && only is null;
}
