namespace Escalation.Topics.Model;

/// <summary>
/// The words of a text: runs of letters and digits, at most 64 of at most 40 characters (a longer run is several words).
/// Stop words stay: without them unknown questions are told apart worse. Used again for the next text, by one thread.
/// </summary>
sealed class QuestionWords
{
    public const int Most = 64, Longest = 40;

    readonly char[] _letters = new char[Most * (Longest + 2)];
    readonly int[] _starts = new int[Most + 1];
    readonly Range[] _places = new Range[Most];

    public int Count { get; private set; }

    /// <summary>As <see cref="Letters"/> has it.</summary>
    public ReadOnlySpan<char> this[int word] => _letters.AsSpan((_starts[word] + 1)..(_starts[word + 1] - 1));

    /// <summary>With a space before and after.</summary>
    public ReadOnlySpan<char> Spaced(int word) => _letters.AsSpan(_starts[word].._starts[word + 1]);

    /// <summary>Where it stands in the text.</summary>
    public Range Place(int word) => _places[word];

    /// <summary>Where in the text the last of them ends; what follows is not looked at.</summary>
    public int End => Count == 0 ? 0 : _places[Count - 1].End.Value;

    public void Read(ReadOnlySpan<char> text)
    {
        Count = 0;
        for (var i = 0; i < text.Length && Count < Most;)
        {
            if (Letters.IsPartOfWord(text[i]))
                i = ReadOne(text, i);
            else
                i++;
        }
    }

    int ReadOne(ReadOnlySpan<char> text, int from)
    {
        var start = _starts[Count];
        var end = start;
        _letters[end++] = ' ';
        var at = from;
        for (; at < text.Length && end - start <= Longest && Letters.IsPartOfWord(text[at]); at++)
        {
            if (Letters.Fold(text[at], before: _letters[end - 1]) is { } letter)
                _letters[end++] = letter;
        }
        if (end == start + 1)
            return at;
        _letters[end++] = ' ';
        _places[Count] = from..at;
        _starts[++Count] = end;
        return at;
    }
}
