using System.Collections.Immutable;
using System.Text.Json;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Tests.Sla;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Experts;

/// <summary>What is told of a choice.</summary>
public class ReasonsTests
{
    static readonly DateTimeOffset Now = Some.Monday;

    static readonly BusinessTime Afternoon = BusinessTime.Of(Hours.In("UTC", "mon-fri 13:00-17:00"));

    static readonly ImmutableArray<ExpertLoad> Experts =
    [
        Load("ann", "billing:3", held: 2),
        Load("bob", "billing:2") with { Hours = Afternoon },
        Load("cat", "billing:2", absences: new Absence(Now.AddDays(-1), Now.AddDays(7), "sam")),
        Load("dan", "billing", absences: [new Absence(Now.AddHours(-1), Now.AddHours(1), null), new Absence(Now.AddHours(1), Now.AddHours(2), null)]),
        Load("eve", "billing", held: 5),
        Load("fay", "billing", languages: "nl"),
        Load("gus", "billing"),
        Load("sam", "sales"),
    ];

    static readonly ExpertNeed Need = new("billing", "en", ["gus"], Now);

    [TestCase("ann", "at work now, level 3, 2 of 5 in use")]
    [TestCase("bob", "not at work in time, level 2, 0 of 5 in use")]
    [TestCase("sam", "stands in for cat (level 2, 0 of 5 in use), at work now")]
    public void Why_this_expert(string expert, string reason) => Assert.That(Reason(Need, expert), Is.EqualTo(reason));

    [Test]
    public void Why_this_expert_who_comes_in_time() =>
        Assert.That(Reason(Need with { DueAt = Now.AddHours(5) }, "bob"), Is.EqualTo("at work before it falls due, level 2, 0 of 5 in use"));

    [Test]
    public void Why_this_expert_again() =>
        Assert.That(Reason(Need with { AnsweredBefore = "ann" }, "ann"), Is.EqualTo("answered this asker before, at work now, level 3, 2 of 5 in use"));

    [Test]
    public void Why_this_colleague() =>
        Assert.That(Reason(Need with { Suggested = "sam" }, "sam"), Is.EqualTo("suggested by a colleague, at work now, 0 of 5 in use"));

    [TestCase("cat", "absent until Monday 2026-11-30 09:00 UTC")]
    [TestCase("dan", "absent until Monday 2026-11-23 11:00 UTC")]
    [TestCase("eve", "at capacity 5 of 5")]
    [TestCase("fay", "does not speak en")]
    [TestCase("gus", "declined it or held it before")]
    public void Why_not_this_one(string expert, string reason) =>
        Assert.That(ChooseExpert.For(Need, Experts).Excluded.Single(e => e.Name == expert).Reason, Is.EqualTo(reason));

    [Test]
    public async Task The_conversation_keeps_why_it_was_given_and_why_it_was_not()
    {
        await using var store = await Store.NewAsync();
        store.Organization.Set(new Applied(1, new OrganizationFile { Topics = [Some.Topic("billing")], People = [Some.Person("ann", "billing", capacity: 1), Some.Person("bob", "billing", languages: "nl")] }));
        foreach (var id in new[] { "first", "second" })
        {
            var question = Some.Conversation("billing", state: ConversationState.Received);
            (question.Id, question.AuthorId, question.Language) = (Guid.NewGuid(), id, "en");
            await store.AddAsync(question);
            await store.Database.WriteAsync(async db => await new AssignQuestion(db, store.Organization, store.Clock).RunAsync(await db.Conversations.SingleAsync(c => c.Id == question.Id), default));
        }
        var timeline = await store.AllAsync<TimelineEntry>();
        Assert.That(timeline.Single(e => e.Event == "assigned").Facts["why"]!.ToString(), Is.EqualTo("at work now, level 1, 0 of 1 in use"));
        Assert.That(JsonSerializer.Serialize(timeline.Single(e => e.Event == "unassigned").Facts["excluded"]),
            Is.EqualTo("""[{"expert":"ann","reason":"at capacity 1 of 1"},{"expert":"bob","reason":"does not speak en"}]"""));
    }

    static string Reason(ExpertNeed need, string expert) => ChooseExpert.For(need, Experts).Candidates.Single(c => c.Name == expert).Reason;

    static ExpertLoad Load(string name, string topics, int held = 0, string languages = "", params ImmutableArray<Absence> absences) =>
        new(Some.Person(name, topics, capacity: 5, languages, absences), held, null, BusinessTime.Always);
}
