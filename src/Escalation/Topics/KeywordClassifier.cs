using Escalation.Organization;

namespace Escalation.Topics;

/// <summary>Keywords and name of exactly one topic decide; of none or of several, it does not know (the SLA rules, section 10).</summary>
public sealed class KeywordClassifier : ITopicClassifier
{
    /// <summary>So that "invoice" is also found in "invoices" and "invoiced", but "bill" not in "billiards".</summary>
    const int LongestEnding = 2;
    const int ShortestStem = 4;

    public TopicChoice Classify(string text, string? language, OrganizationFile organization)
    {
        var words = Words(text);
        var choice = TopicChoice.DontKnow;
        foreach (var topic in organization.Topics)
        {
            var found = topic.Keywords.Append(topic.Name).Where(keyword => Contains(words, Words(keyword))).ToList();
            if (found.Count == 0)
                continue;
            if (choice.Topic is not null)
                return TopicChoice.DontKnow;
            choice = new TopicChoice(topic.Name, 1, [new(topic.Name, 1, found.Distinct(StringComparer.OrdinalIgnoreCase).ToList())]);
        }
        return choice;
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
