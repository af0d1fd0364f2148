using System.Globalization;
using CsvHelper;
using Escalation.Topics;

namespace Escalation.Benchmarks.Topics;

/// <summary>The bank's labelled questions.</summary>
sealed record Banking(IReadOnlyList<LabelledQuestion> Train, IReadOnlyList<LabelledQuestion> Test)
{
    const int KeywordsOfATopic = 5;

    public IReadOnlyList<string> Topics { get; } = [.. Train.Select(q => q.Category).Distinct().Order(StringComparer.Ordinal)];

    public static Banking Read(DirectoryInfo folder) => new(Read(folder, "train.csv"), Read(folder, "test.csv"));

    /// <summary>So many training rows of each topic.</summary>
    public List<LabelledQuestion> Some(int ofEach, int seed)
    {
        var random = new Random(seed);
        return [.. Train.GroupBy(q => q.Category).SelectMany(topic => topic.OrderBy(_ => random.Next()).Take(ofEach))];
    }

    /// <summary>The five words of a topic's training rows that tell most, by chi-square: an upper bound on what an expert would type.</summary>
    public IReadOnlyDictionary<string, string> Keywords()
    {
        var everywhere = Train.SelectMany(q => Words(q.Text)).CountBy(word => word).ToDictionary();
        return Train.GroupBy(q => q.Category).ToDictionary(topic => topic.Key, topic => string.Join('\n', topic
            .SelectMany(q => Words(q.Text)).CountBy(word => word)
            .OrderByDescending(word => ChiSquare(word.Value, everywhere[word.Key], topic.Count())).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(KeywordsOfATopic).Select(word => word.Key)));
    }

    double ChiSquare(double here, double everywhere, double rows)
    {
        var (elsewhere, without, neither) = (everywhere - here, rows - here, Train.Count - rows - everywhere + here);
        var association = here * neither - elsewhere * without;
        return association <= 0 ? 0 : Train.Count * association * association / (everywhere * (without + neither) * rows * (elsewhere + neither));
    }

    static IEnumerable<string> Words(string text) =>
        text.ToLowerInvariant().Split([.. text.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries).Distinct();

    /// <summary>One random edit in a fifth of the words of four letters or more.</summary>
    public List<LabelledQuestion> TestWithTypos(int seed)
    {
        var random = new Random(seed);
        return [.. Test.Select(q => q with { Text = string.Join(' ', q.Text.Split(' ').Select(word => word.Length >= 4 && random.NextDouble() < 0.2 ? Typo(word, random) : word)) })];
    }

    static string Typo(string word, Random random)
    {
        var at = random.Next(word.Length);
        var letter = (char)('a' + random.Next(26));
        return random.Next(4) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, letter.ToString()),
            2 => $"{word[..at]}{letter}{word[(at + 1)..]}",
            _ => at + 1 < word.Length ? $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}" : word[..^1],
        };
    }

    static List<LabelledQuestion> Read(DirectoryInfo folder, string name)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(folder.FullName, name)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<LabelledQuestion>();
        while (csv.Read())
            rows.Add(new LabelledQuestion(csv.GetField("text")!, csv.GetField("category")!));
        return rows;
    }
}
