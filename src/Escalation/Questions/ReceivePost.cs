using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>
/// Takes a post in: unique by (channel, the network's id); the row and the message that tells of it are one commit.
/// A reply in a known thread joins its conversation. Our own account's and bots' posts never start one.
/// </summary>
public sealed class ReceivePost(CurrentOrganization organization, TimeProvider time)
{
    public const int MaxTextBytes = 64 * 1024;

    /// <param name="Conversation">Null where the post starts none: an unrelated post of our own or of a bot.</param>
    public sealed record Received(Guid? Conversation, bool Duplicate);

    public async Task<Received> HandleAsync(EscalationDb db, Channel channel, InboundPost inbound, CancellationToken cancellation)
    {
        inbound = inbound.Clean();
        if (await db.Posts.FirstOrDefaultAsync(p => p.Channel == channel.Name && p.NetworkId == inbound.Id, cancellation) is { } known)
        {
            await ReviseAsync(db, known, inbound, cancellation);
            db.CountPost(channel.Name, "duplicate");
            return new Received(known.ConversationId, Duplicate: true);
        }
        if (await db.AnswerPosts.FindAsync([channel.Name, inbound.Id], cancellation) is { } ourAnswer)
        {
            db.CountPost(channel.Name, "duplicate");
            return new Received(ourAnswer.ConversationId, Duplicate: true);
        }

        var earlier = await FindThreadAsync(db, channel, inbound, cancellation);
        // Where the asker was erased, nobody can be told to be the same one: it begins anew, linked.
        var isOpen = earlier is { ErasedAt: null } && (earlier.IsOpen || MayReopen(earlier));
        if (!isOpen && (inbound.Ours || inbound.Bot || inbound.DeletedAt is not null))
        {
            db.CountPost(channel.Name, "ignored");
            return new Received(null, Duplicate: false);
        }

        var now = time.GetUtcNow();
        var conversation = isOpen ? earlier! : Start(db, channel, inbound, earlier?.Id, now);
        var post = Add(db, conversation, inbound, now);
        if (post.ByAsker && inbound.Author.Tags is { } tags)
            conversation.AuthorTags = [.. tags];
        if (isOpen)
            db.Record(conversation.Id, now, "postReceived", null, ("post", post.Id), ("byAsker", post.ByAsker));
        db.Publish(new PostReceived(conversation.Id, post.Id, post.ByAsker));
        db.CountPost(channel.Name, isOpen ? "reply" : "question");
        return new Received(conversation.Id, Duplicate: false);
    }

    static async Task<Conversation?> FindThreadAsync(EscalationDb db, Channel channel, InboundPost inbound, CancellationToken cancellation)
    {
        if (inbound.InReplyTo is not { } parent)
            return null;
        var id = await db.Posts.Where(p => p.Channel == channel.Name && p.NetworkId == parent).Select(p => (Guid?)p.ConversationId)
            .Concat(db.AnswerPosts.Where(p => p.Channel == channel.Name && p.NetworkId == parent).Select(p => (Guid?)p.ConversationId))
            .FirstOrDefaultAsync(cancellation);
        return id is null ? null : await db.Conversations.FindAsync([id], cancellation);
    }

    bool MayReopen(Conversation closed)
    {
        var policy = organization.Now.File.Policy(closed.Policy);
        return time.GetUtcNow() <= closed.ClosedAt + (policy?.ReopenWithin ?? ReadSlaPolicy.DefaultReopenWithin);
    }

    static Conversation Start(EscalationDb db, Channel channel, InboundPost inbound, Guid? linkedTo, DateTimeOffset now)
    {
        var conversation = new Conversation
        {
            Id = Ids.New(now),
            Channel = channel.Name,
            Network = channel.Network,
            AuthorId = inbound.Author.Id,
            AuthorName = inbound.Author.Name,
            AuthorHandle = inbound.Author.Handle,
            AuthorTags = [.. inbound.Author.Tags ?? []],
            Language = inbound.Language,
            CreatedAt = now,
            LinkedTo = linkedTo,
        };
        db.Conversations.Add(conversation);
        db.Record(conversation.Id, now, "received", null, ("channel", channel.Name));
        if (linkedTo is not null)
            db.Record(conversation.Id, now, "linked", null, ("to", linkedTo));
        return conversation;
    }

    static Post Add(EscalationDb db, Conversation conversation, InboundPost inbound, DateTimeOffset now)
    {
        var post = new Post
        {
            Id = Ids.New(now),
            ConversationId = conversation.Id,
            Channel = conversation.Channel,
            NetworkId = inbound.Id,
            InReplyTo = inbound.InReplyTo,
            Text = inbound.Text,
            AuthorId = inbound.Author.Id,
            AuthorName = inbound.Author.Name,
            Url = inbound.Url,
            Visibility = inbound.Visibility,
            Attachments = [.. inbound.Attachments ?? []],
            CreatedAt = inbound.CreatedAt,
            ReceivedAt = now,
            EditedAt = inbound.EditedAt,
            DeletedAt = inbound.DeletedAt,
            Ours = inbound.Ours,
            ByAsker = !inbound.Ours && !inbound.Bot && conversation.AuthorId == inbound.Author.Id,
        };
        db.Posts.Add(post);
        return post;
    }

    async Task ReviseAsync(EscalationDb db, Post known, InboundPost inbound, CancellationToken cancellation)
    {
        if (inbound.DeletedAt is not null && known.DeletedAt is null)
        {
            known.DeletedAt = inbound.DeletedAt;
            known.Text = "";
            await ForgetWordsAsync(db, known, cancellation);
            db.Record(known.ConversationId, time.GetUtcNow(), "postDeleted", null, ("post", known.Id));
            await WithdrawnQuestion.CloseAsync(db, known, organization.Now, time.GetUtcNow(), cancellation);
        }
        else if (inbound.EditedAt > (known.EditedAt ?? DateTimeOffset.MinValue) && known.DeletedAt is null)
        {
            known.EditedAt = inbound.EditedAt;
            known.Text = inbound.Text;
            await ForgetWordsAsync(db, known, cancellation);
            db.Record(known.ConversationId, time.GetUtcNow(), "postEdited", null, ("post", known.Id));
        }
    }

    /// <summary>What spoke for its topics was the asker's own words.</summary>
    static async Task ForgetWordsAsync(EscalationDb db, Post post, CancellationToken cancellation)
    {
        if (post.ByAsker && await db.Conversations.FindAsync([post.ConversationId], cancellation) is { } conversation)
            conversation.Guesses = [.. conversation.Guesses.Select(guess => guess with { Words = [] })];
    }
}
