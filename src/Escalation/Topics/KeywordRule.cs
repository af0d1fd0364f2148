using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>Keywords and name of exactly one topic decide; those of none or of several do not (the SLA rules, section 10).</summary>
static class KeywordRule
{
    /// <summary>So that "invoice" is also found in "invoices" and "invoiced", but "bill" not in "billiards".</summary>
    const int LongestEnding = 2;
    const int ShortestStem = 4;

    /// <summary>Null: they do not decide.</summary>
    public static TopicGuess? Decide(string text, OrganizationFile organization)
    {
        var words = Words(text);
        TopicGuess? decided = null;
        foreach (var topic in organization.Topics)
        {
            var found = topic.Keywords.Append(topic.Name).Where(keyword => Contains(words, Words(keyword))).ToList();
            if (found.Count == 0)
                continue;
            if (decided is not null)
                return null;
            decided = new TopicGuess(topic.Name, 1, found.Distinct(StringComparer.OrdinalIgnoreCase).ToList());
        }
        return decided;
    }

    static bool Contains(List<string> words, List<string> phrase)
    {
        for (var start = 0; phrase.Count > 0 && start + phrase.Count <= words.Count; start++)
        {
            if (phrase.Select((word, i) => Matches(words[start + i], word)).All(matches => matches))
                return true;
        }
        return false;
    }

    static bool Matches(string word, string keyword) =>
        word == keyword
        || keyword.Length >= ShortestStem && word.Length <= keyword.Length + LongestEnding && word.StartsWith(keyword, StringComparison.Ordinal);

    static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inWord && start < 0)
                start = i;
            if (inWord || start < 0)
                continue;
            words.Add(text[start..i].ToLowerInvariant());
            start = -1;
        }
        return words;
    }
}
