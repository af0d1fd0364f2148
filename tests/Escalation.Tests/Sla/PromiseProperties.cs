using System.Text.Json.Nodes;
using Escalation.Sla;
using Escalation.Tests.Simulation;
using FsCheck;
using FsCheck.Fluent;

namespace Escalation.Tests.Sla;

/// <summary>What holds of the promises whatever happens in whatever order. A failure tells its seed and the shortest story that was found.</summary>
public class PromiseProperties
{
    const ulong Seed = 20261123, Gamma = 1;

    [Test]
    public void The_laws_of_the_promises_hold_in_any_story() => Holds(36, story =>
    {
        var output = Run(PromiseStories.Lines(story));
        new PromiseLaws([.. PromiseStories.Organizations.Select(Simulated.Organization)], [.. PromiseStories.Edits(story)]).Check(output);
    });

    [Test]
    public void Applying_what_is_in_force_again_and_again_changes_nothing() => Holds(7, story =>
    {
        Assert.That(Run(PromiseStories.Lines(story.SelectMany(Twice))), Is.EqualTo(Run(PromiseStories.Lines(story))));

        IEnumerable<StoryStep> Twice(StoryStep step) => step.Do == "apply" ? [step, step with { After = TimeSpan.FromTicks(0) }, step with { After = TimeSpan.FromTicks(0) }] : [step];
    });

    [Test]
    public void Passing_a_question_on_never_moves_the_promise_to_its_asker() => Holds(7, story =>
    {
        var without = story.Select(step => step.Do == "forward" ? step with { Do = "note" } : step);
        Assert.That(Askers(Run(PromiseStories.Lines(story))), Is.EqualTo(Askers(Run(PromiseStories.Lines(without)))));

        static IEnumerable<string> Askers(IEnumerable<string> output) => output.Where(line =>
            JsonNode.Parse(line)!["event"]!.ToString().StartsWith("deadline", StringComparison.Ordinal) && (string?)JsonNode.Parse(line)!["target"] is not (null or Targets.Acceptance));
    });

    [Test]
    public void The_same_story_is_told_in_the_same_words() => Holds(2, story =>
        Assert.That(Run(PromiseStories.Lines(story)), Is.EqualTo(Run(PromiseStories.Lines(story)))));

    static IReadOnlyList<string> Run(IEnumerable<string> events) =>
        Simulated.RunAsync(PromiseStories.Organizations[0], events, number => PromiseStories.Organizations[int.Parse(number)]).GetAwaiter().GetResult().Output;

    static void Holds(int cases, Action<StoryStep[]> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, Gamma).WithQuietOnSuccess(true), Prop.ForAll(PromiseStories.All, property));
}
