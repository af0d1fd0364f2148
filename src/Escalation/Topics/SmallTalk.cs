using System.Collections.Frozen;
using System.Text;
using Escalation.Topics.Model;

namespace Escalation.Topics;

/// <summary>
/// Greetings, thanks, "ok", a bare number: what asks nothing. Who writes nothing else has not said yet what it is about,
/// so there is nothing to classify (nearly half of the turns of real chats are such).
/// </summary>
public static class SmallTalk
{
    /// <summary>Nobody greets at such length.</summary>
    const int MostWords = 24;

    static readonly FrozenSet<string> Phrases = SmallTalkPhrases.All.Split([',', '\n']).Select(phrase => string.Join(' ', Words(phrase))).Where(phrase => phrase != "").ToFrozenSet();
    static readonly int LongestPhrase = Phrases.Max(phrase => phrase.Count(c => c == ' ') + 1);

    /// <summary>Whether nothing else stands there, not even a word; <see cref="Substance"/> alone is looked at.</summary>
    public static bool IsAll(string text)
    {
        var words = Words(Substance.Of(text));
        if (words.Count > MostWords)
            return false;
        // Which beginnings are small talk as a whole.
        Span<bool> reached = stackalloc bool[words.Count + 1];
        reached[0] = true;
        for (var end = 1; end <= words.Count; end++)
        {
            reached[end] = reached[end - 1] && IsNumber(words[end - 1]);
            for (var start = end - 1; start >= 0 && end - start <= LongestPhrase && !reached[end]; start--)
                reached[end] = reached[start] && Phrases.Contains(string.Join(' ', words[start..end]));
        }
        return reached[words.Count];
    }

    /// <summary>A number or the like of an order's: mostly digits.</summary>
    static bool IsNumber(string word)
    {
        var digits = word.Count(char.IsDigit);
        return digits == word.Length || word.Length >= 5 && digits * 2 >= word.Length;
    }

    /// <summary>In lower case without accents; of a letter said many times over ("hiii") one; without the names of who is spoken to ("@shop@example.org").</summary>
    static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(token => token[0] != '@'))
        {
            var word = new StringBuilder();
            foreach (var letter in token)
            {
                if (Letters.IsPartOfWord(letter))
                    Append(word, letter);
                else if (letter is not ('\'' or '’'))
                    End(words, word);
            }
            End(words, word);
        }
        return words;
    }

    static void Append(StringBuilder word, char letter)
    {
        var before = word.Length > 0 ? word[^1] : ' ';
        if (Letters.Fold(letter, before) is { } plain && (plain != before || char.IsDigit(plain)))
            word.Append(plain);
    }

    static void End(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
            words.Add(word.ToString());
        word.Clear();
    }
}
