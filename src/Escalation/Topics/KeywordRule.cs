using System.Runtime.CompilerServices;
using Escalation.Organization;
using Escalation.Topics.Model;

namespace Escalation.Topics;

/// <summary>Keywords and name of exactly one topic decide; those of none or of several do not (the SLA rules, section 10).</summary>
static class KeywordRule
{
    /// <summary>So that "invoice" is also found in "invoices" and "invoiced", but "bill" not in "billiards".</summary>
    const int LongestEnding = 2;
    const int ShortestStem = 4;
    /// <summary>What a question is about is said before that.</summary>
    const int MostWords = 500;

    /// <summary>The keywords of an organization as words: as long as it is there.</summary>
    static readonly ConditionalWeakTable<OrganizationFile, List<(string Topic, string Keyword, List<string> Phrase)>> Known = [];

    /// <summary>Null: they do not decide.</summary>
    public static TopicGuess? Decide(string text, OrganizationFile organization)
    {
        var words = Words(text, MostWords);
        TopicGuess? decided = null;
        var found = new List<string>();
        foreach (var (topic, keyword, phrase) in Known.GetValue(organization, Phrases))
        {
            if (!Contains(words, phrase))
                continue;
            if (decided is not null && decided.Topic != topic)
                return null;
            decided ??= new TopicGuess(topic, 1, found) { Shared = found };
            if (!found.Contains(keyword, StringComparer.OrdinalIgnoreCase))
                found.Add(keyword);
        }
        return decided;
    }

    static List<(string, string, List<string>)> Phrases(OrganizationFile organization) =>
        [.. from topic in organization.Topics from keyword in topic.Keywords.Append(topic.Name) select (topic.Name, keyword, Words(keyword, int.MaxValue))];

    static bool Contains(List<string> words, List<string> phrase)
    {
        for (var start = 0; phrase.Count > 0 && start + phrase.Count <= words.Count; start++)
        {
            var same = 0;
            while (same < phrase.Count && Matches(words[start + same], phrase[same]))
                same++;
            if (same == phrase.Count)
                return true;
        }
        return false;
    }

    static bool Matches(string word, string keyword) =>
        word == keyword
        || keyword.Length >= ShortestStem && word.Length <= keyword.Length + LongestEnding && word.StartsWith(keyword, StringComparison.Ordinal);

    static List<string> Words(string text, int most)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length && words.Count < most; i++)
        {
            var inWord = i < text.Length && Letters.IsPartOfWord(text[i]);
            if (inWord && start < 0)
                start = i;
            if (inWord || start < 0)
                continue;
            words.Add(Letters.Plain(text.AsSpan(start..i)));
            start = -1;
        }
        return words;
    }
}
