using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Escalation.Topics;

namespace Escalation.Server.Commands;

/// <summary>Reads <c>text,category</c> rows (RFC 4180, with a header; other columns are passed over).</summary>
static class LabelledQuestions
{
    const string Text = "text", Category = "category";
    const int MostFaults = 10;

    /// <exception cref="CommandFailed">With the faults of both files.</exception>
    public static (List<LabelledQuestion> Train, List<LabelledQuestion> Test) Read(FileInfo train, FileInfo test)
    {
        var faults = new List<string>();
        var read = (Read(train, faults), Read(test, faults));
        return faults.Count == 0 ? read : throw new CommandFailed(string.Join(Environment.NewLine,
            faults.Take(MostFaults).Concat(faults.Count > MostFaults ? [$"… and {faults.Count - MostFaults} more faults."] : [])));
    }

    static List<LabelledQuestion> Read(FileInfo file, List<string> faults)
    {
        var (questions, before) = (new List<LabelledQuestion>(), faults.Count);
        if (!file.Exists)
        {
            faults.Add($"There is no file {file.FullName}.");
            return questions;
        }
        try
        {
            using var csv = new CsvReader(file.OpenText(), new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null });
            if (!csv.Read() || !csv.ReadHeader() || new[] { Text, Category }.Except(csv.HeaderRecord!).ToList() is { Count: > 0 })
            {
                faults.Add($"{file.Name}: the first line must name the columns {Text} and {Category}.");
                return questions;
            }
            while (csv.Read())
            {
                if (csv.GetField(Category) is not { Length: > 0 } category)
                    faults.Add($"{file.Name}, line {csv.Parser.RawRow}: {Category} is missing.");
                else
                    questions.Add(new LabelledQuestion(csv.GetField(Text) ?? "", category));
            }
        }
        catch (BadDataException e)
        {
            faults.Add($"{file.Name}, line {e.Context?.Parser?.RawRow}: a quote stands where none may be; a field with quotes stands in quotes, and those within it are doubled.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file.Name} cannot be read: {e.Message}");
        }
        if (questions.Count == 0 && faults.Count == before)
            faults.Add($"{file.Name}: there are no questions in it.");
        return questions;
    }
}
