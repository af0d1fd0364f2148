using Escalation.Access;
using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Contracts;

public abstract partial class StoreContract
{
    static readonly Actor Anybody = new("mia", new HashSet<Role> { Role.Manager }, null);

    [TestCase("Łódź jest daleko", "łódź")]
    [TestCase("Łódź jest daleko", "LODZ")]
    [TestCase("lodz far away", "Łódź")]
    [TestCase("ΣΊΣΥΦΟΣ rolls", "σίσυφος")]
    [TestCase("À L'ÉCOLE", "ecole")]
    [TestCase("Where is my invoice?", "INV my")]
    [TestCase("東京都庁はどこですか", "京都")]
    [TestCase("東京都庁はどこですか", "か")]
    [TestCase("ขอใบแจ้งหนี้ด้วย", "แจ้งหนี้")]
    [TestCase("注文がまだ届きません", "届きません")]
    [TestCase("don't 100% \"quoted\" it's", "don't \"it's\" 100%")]
    [TestCase("the word near itself or not", "near OR not")]
    public async Task A_post_is_found_by_its_words(string text, string search)
    {
        var id = await SayAsync(text);
        Assert.That(await FindAsync(search), Does.Contain(id));
    }

    [TestCase("Where is my invoice?", "voice", Description = "only beginnings of words")]
    [TestCase("Where is my invoice?", "invoice parcel", Description = "all of the words")]
    [TestCase("東京都庁はどこですか", "京東")]
    [TestCase("plain words", "plain* OR parcel", Description = "no operators")]
    [TestCase("plain words", "plain' | 'x")]
    [TestCase("plain words", "text:plain x")]
    public async Task A_post_is_not_found_by_others(string text, string search)
    {
        var id = await SayAsync(text);
        Assert.That(await FindAsync(search), Does.Not.Contain(id));
    }

    [Test]
    public async Task An_edit_a_move_and_a_deletion_are_followed_in_their_commit()
    {
        var id = await SayAsync("unusualword stays");
        await Database.WriteAsync(async db => (await db.Posts.SingleAsync(p => p.ConversationId == id)).Text = "anotherword now");
        Assert.That((await FindAsync("unusualword"), await FindAsync("anotherword")), Is.EqualTo((Array.Empty<Guid>(), new[] { id })));

        var other = await SayAsync("something else");
        await Database.WriteAsync(db => db.Posts.Where(p => p.ConversationId == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.ConversationId, other)));
        Assert.That(await FindAsync("anotherword"), Is.EqualTo(new[] { other }), "as a merge does it");

        await Database.WriteAsync(db => db.Posts.Where(p => p.ConversationId == other && p.Text == "anotherword now").ExecuteDeleteAsync());
        Assert.That(await FindAsync("anotherword"), Is.Empty);

        await Database.WriteAsync(async db => (await db.Posts.SingleAsync(p => p.ConversationId == other)).Text = "");
        Assert.That(await FindAsync("something else"), Does.Not.Contain(other));
        Assert.That(await Database.ReadAsync(db => db.SearchTexts.CountAsync(s => s.ConversationId == id || s.ConversationId == other)), Is.Zero);
    }

    [Test]
    public async Task An_answer_is_found_too()
    {
        var id = await SayAsync("How?");
        await _store.AddAsync(new Answer { Id = Guid.NewGuid(), ConversationId = id, Channel = "site", Text = "Under Réglages.", By = "ann", InReplyTo = "x" });
        Assert.That(await FindAsync("reglages"), Is.EqualTo(new[] { id }));
    }

    [Test]
    public async Task What_is_rolled_back_is_not_found()
    {
        Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(async db =>
        {
            Say(db, "neverwritten");
            await db.SaveChangesAsync();
            throw new InvalidOperationException();
        }));
        Assert.That(await FindAsync("neverwritten"), Is.Empty);
    }

    [Test]
    public async Task What_was_there_before_the_search_is_found_after_a_while()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(await SayAsync($"beforehand {i}"));
        await Database.WriteAsync(db => db.SearchTexts.Where(s => s.ConversationId != ids[0]).ExecuteUpdateAsync(s => s.SetProperty(t => t.Text, (string?)null)));
        Assert.That(await FindAsync("beforehand"), Is.EqualTo(new[] { ids[0] }));
        var index = new IndexSearch(Database, _store.Clock, NullLogger<IndexSearch>.Instance);
        while (await index.IndexAsync(CancellationToken.None))
        {
        }
        Assert.That(await FindAsync("beforehand"), Is.EquivalentTo(ids));
    }

    Task<Guid> SayAsync(string text) => Database.WriteAsync(db => Task.FromResult(Say(db, text)));

    Guid Say(EscalationDb db, string text)
    {
        var conversation = Some.Conversation();
        conversation.Id = Ids.New(_store.Clock.GetUtcNow());
        db.Add(conversation);
        db.Add(new Post { Id = Ids.New(Some.Monday), ConversationId = conversation.Id, Channel = "site", NetworkId = $"{conversation.Id}", AuthorId = "zoe", AuthorName = "Zoe", Text = text, ReceivedAt = Some.Monday });
        return conversation.Id;
    }

    async Task<Guid[]> FindAsync(string search)
    {
        var filter = new ConversationFilter(null, null, null, null, SearchWords.Read(search).Words!, null);
        return [.. (await Database.ReadAsync(db => db.ListAsync(Anybody, filter, 200, CancellationToken.None))).Select(c => c.Id)];
    }
}
