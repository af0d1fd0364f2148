using System.Text.Json.Nodes;
using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>The commands <c>topics evaluate</c> and <c>topics explain</c>, as the public contract has them.</summary>
[Parallelizable(ParallelScope.Children), FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_topics_are_looked_at : IDisposable
{
    const string Fields = "inScopeAccuracy, coverage, kept, accuracyWhenSure, outOfScopeRecall, outOfScopeAuroc, calibrationError, topics, trainRows, testRows, trainSeconds, microsecondsPerQuestion, modelBytes";

    /// <summary>With a byte order mark, other columns, quotes, lines within a field, and no end of the last line.</summary>
    const string Train = "\ufeffid,text,category\r\n1,where is my parcel,delivery\r\n2,\"the parcel, I mean the \"\"big\"\" one,\r\nis late\",delivery\r\n3,my invoice is wrong,billing & VAT\r\n4,\"refund my invoice, please\",billing & VAT\r\n5,who won the match,none";
    const string Test = "category,text\ndelivery,is the parcel late?\nbilling & VAT,the invoice again\nnone,who will win the next match\n";

    readonly CommandLine _commands = new();

    public void Dispose() => _commands.Dispose();

    [Test]
    public async Task One_line_of_json_tells_how_well_it_does()
    {
        var ran = await EvaluateAsync(Train, Test, "--outofscope", "none");
        Assert.That((ran.Exit, ran.Error, ran.Out.Count(c => c == '\n')), Is.EqualTo((0, "", 1)), ran.ToString());
        var figures = JsonNode.Parse(ran.Out)!.AsObject();
        Assert.That(string.Join(", ", figures.Select(f => f.Key)), Is.EqualTo(Fields));
        Assert.That((Number("topics"), Number("trainRows"), Number("testRows")), Is.EqualTo((2, 5, 3)));
        Assert.That((Number("inScopeAccuracy"), Number("outOfScopeAuroc")), Is.EqualTo((1, 1)));
        Assert.That(Number("modelBytes"), Is.Positive);
        double Number(string field) => figures[field]!.GetValue<double>();
    }

    [Test]
    public async Task Without_unknown_questions_nothing_is_told_of_them()
    {
        var figures = JsonNode.Parse((await EvaluateAsync(Train, "text,category\nis the parcel late,delivery", "--sure", "0")).Out)!;
        Assert.That((figures["outOfScopeRecall"], figures["outOfScopeAuroc"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
        Assert.That(figures["coverage"]!.GetValue<double>(), Is.EqualTo(1));
    }

    [TestCase("text,label\na,b", "text,category\n", "train.csv: the first line must name the columns text and category.", "test.csv: there are no questions in it.")]
    [TestCase("", "text,category\na,\nb,c\nc,", "train.csv: the first line must name", "test.csv, line 2: category is missing.", "test.csv, line 4: category is missing.")]
    [TestCase("text,category\nwho is \"it\",b", "text,category\na,b", "train.csv, line 2: a quote stands where none may be")]
    public async Task All_faults_of_both_files_are_told_at_once(string train, string test, params string[] faults)
    {
        var ran = await EvaluateAsync(train, test);
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((2, "")), ran.ToString());
        foreach (var fault in faults)
            Assert.That(ran.Error, Does.Contain(fault).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Files_that_are_not_there_and_a_confidence_that_is_none_are_refused()
    {
        var missing = await _commands.RunAsync("topics", "evaluate", "--train", "no.csv", "--test", "nor.csv");
        Assert.That((missing.Exit, missing.Out), Is.EqualTo((2, "")));
        Assert.That(missing.Error, Does.Contain("no.csv").And.Contain("nor.csv"));
        Assert.That((await EvaluateAsync(Train, Test, "--sure", "7")).Error, Does.Contain("--sure must be from 0 to 1"));
    }

    [TestCase("Where is my parcel?", "Its language is en.", "It goes to delivery (Delivery), 100 % sure, because of: parcel.")]
    [TestCase("What do you think?", "It goes to triage", "maybe: ")]
    [TestCase("Hello there!", "It goes to triage, and gets its topic when more is said")]
    public async Task A_question_is_explained(string question, params string[] sentences)
    {
        await _commands.RunAsync("apply", _commands.Write("o.json", Sample.Organization()));
        var ran = await _commands.RunAsync("topics", "explain", question);
        Assert.That((ran.Exit, ran.Error), Is.EqualTo((0, "")), ran.ToString());
        foreach (var sentence in sentences)
            Assert.That(ran.Out, Does.Contain(sentence));
    }

    [Test]
    public async Task Without_topics_it_says_what_to_do()
    {
        await _commands.RunAsync("migrate");
        var ran = await _commands.RunAsync("topics", "explain", "Where is my parcel?");
        Assert.That((ran.Exit, ran.Out), Is.EqualTo((2, "")));
        Assert.That(ran.Error, Does.Contain("There are no topics yet").And.Contain("apply"));
    }

    Task<CommandLine.Ran> EvaluateAsync(string train, string test, params string[] more) =>
        _commands.RunAsync(["topics", "evaluate", "--train", _commands.Write("train.csv", train), "--test", _commands.Write("test.csv", test), .. more]);
}
