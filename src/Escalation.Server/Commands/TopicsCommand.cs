using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Escalation.Organization;
using Escalation.Topics;
using Escalation.Topics.Languages;

namespace Escalation.Server.Commands;

static class TopicsCommand
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => new("topics", "Looks at how questions get their topics.") { Evaluate(), Explain() };

    static Command Evaluate()
    {
        var train = new Option<FileInfo>("--train") { Description = "Labelled questions to learn from: text,category (RFC 4180, with a header).", Required = true, HelpName = "CSV" };
        var test = new Option<FileInfo>("--test") { Description = "Labelled questions to measure on, likewise.", Required = true, HelpName = "CSV" };
        var outOfScope = new Option<string?>("--outofscope") { Description = "The category of questions that are about none of the topics.", HelpName = "LABEL" };
        var sure = new Option<double?>("--sure") { Description = "Route from this confidence on, 0 to 1 (default: as configured, 0.7).", HelpName = "0.7" };
        sure.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is { } value and not (>= 0 and <= 1))
                result.AddError($"--sure must be from 0 to 1, not {value}.");
        });
        var command = new Command("evaluate", "Trains the topic model on labelled questions and prints how well it does on others: one JSON object on one line, figures as fractions.")
        {
            train, test, outOfScope, sure,
        };
        command.Does((parsed, _) =>
        {
            var configured = ServiceSettings.Of(new ConfigurationBuilder().AddSettings().Build()).Topics;
            var options = new TopicOptions { Sure = parsed.GetValue(sure) ?? configured.Sure, ShareOfUnknown = configured.ShareOfUnknown };
            var (learn, measure) = LabelledQuestions.Read(parsed.GetValue(train)!, parsed.GetValue(test)!);
            Console.WriteLine(JsonSerializer.Serialize(EvaluateTopics.Run(learn, measure, parsed.GetValue(outOfScope), options), Json));
            return Task.FromResult(Exit.Ok);
        });
        return command;
    }

    static Command Explain()
    {
        var text = new Argument<string>("text") { Description = "The question, as somebody would ask it." };
        var language = new Option<string?>("--language") { Description = "Its language, where the network says it.", HelpName = "en" };
        var data = CommonOptions.Data();
        var command = new Command("explain", "Tells which topic a question would get from the organization in force and all that was taught, and why.") { text, language, data };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!, alsoOfDemo: true);
            await services.LookAsync(cancellation);
            var organization = services.GetRequiredService<CurrentOrganization>().Now;
            if (organization.File.Topics.IsEmpty)
                throw new CommandFailed("There are no topics yet. Put an organization in force first: apply F.");
            await services.GetRequiredService<LearnedTopics>().BuildAsync(cancellation);
            var question = Substance.Of(parsed.GetValue(text)!);
            var spoken = parsed.GetValue(language) ?? DetectLanguage.Of(question);
            var choice = SmallTalk.IsAll(question) ? null : services.GetRequiredService<ITopicClassifier>().Classify(question, spoken, organization.File);
            ExplainedTopic.Write(choice, spoken, organization.File, services.GetRequiredService<TopicOptions>().Sure, Console.Out);
            return Exit.Ok;
        });
        return command;
    }
}
