using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Tests.Questions;

/// <summary>Posts brought in one by one, each in a commit of its own.</summary>
sealed class Receiving(Store store)
{
    public ReceivePost Operation { get; } = new(store.Organization, store.Clock);

    public Task<ReceivePost.Received> PostAsync(InboundPost post, Channel? channel = null) =>
        store.Database.WriteAsync(db => Operation.HandleAsync(db, channel ?? Some.Channel, post, CancellationToken.None));

    public Task<ReceivePost.Received> ReplyAsync(string id, string to, string author = "zoe") => PostAsync(Some.Post(id, "And?", author, inReplyTo: to));

    public Task ChangeAsync(Guid? id, Action<Conversation> change) =>
        store.Database.WriteAsync(async db => change(await db.Conversations.SingleAsync(c => c.Id == id)));

    public async Task<Conversation> OnlyConversationAsync() => (await store.AllAsync<Conversation>()).Single();

    public async Task<string> EventsAsync() => string.Join(' ', (await store.AllAsync<TimelineEntry>()).OrderBy(e => e.Id).Select(e => e.Event));
}
