using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Testing;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Sla;

/// <summary>A new organization reaches other replicas some moments later; meanwhile they must not undo what it did.</summary>
public class OrganizationsOfReplicas
{
    static readonly Applied Older = With(1, TimeSpan.FromHours(1)), Newer = With(2, TimeSpan.FromHours(2));

    Store _store = null!;
    Guid _id;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        var conversation = Some.Conversation("billing", "ann", ConversationState.Accepted);
        conversation.AssignedAt = Some.Monday;
        await _store.AddAsync(conversation);
        _id = conversation.Id;
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task Who_has_not_heard_of_it_waits_and_does_its_work_by_the_new_one()
    {
        await KeepAsync(() => Newer);
        var heard = Older;
        var work = KeepAsync(() => heard);
        await Until.TrueAsync(() => Task.FromResult(_store.Clock.Timers > 0), "it waits");
        heard = Newer;
        _store.Clock.Advance(TimeSpan.FromSeconds(1));
        await work;
        Assert.That(await DueAsync(), Is.EqualTo(Some.Monday.AddHours(2)));
    }

    [Test]
    public async Task What_was_begun_by_an_older_one_catches_up()
    {
        await KeepAsync(() => Older);
        await CatchUpConversations.AllAsync(_store.Database, Newer, _store.Clock.GetUtcNow(), default);
        Assert.That(await DueAsync(), Is.EqualTo(Some.Monday.AddHours(2)));
    }

    Task KeepAsync(Func<Applied> organization) => _store.Database.WriteAsync(async db =>
        await KeepPromises.KeepAsync(db, await db.Conversations.SingleAsync(c => c.Id == _id), organization(), _store.Clock.GetUtcNow(), default));

    async Task<DateTimeOffset?> DueAsync() => (await _store.AllAsync<Deadline>()).Single().DueAt;

    static Applied With(int version, TimeSpan firstResponse) =>
        new(version, OrganizationFile.Empty with { SlaPolicies = [Some.Policy("standard", firstResponse: firstResponse)] });
}
