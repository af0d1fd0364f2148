using System.Text;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Input;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Questions;

/// <summary>
/// Takes a post in: unique by (channel, the network's id); the row and the message that tells of it are one commit.
/// A reply joins the thread of the post replied to, whichever of the two comes first (decision 0020). Our own account's
/// and bots' posts never start a conversation.
/// </summary>
public sealed class ReceivePost(CurrentOrganization organization, TimeProvider time)
{
    public const int MaxTextBytes = 64 * 1024;

    /// <summary>What an index of every database takes.</summary>
    public const int MaxIdBytes = 512;

    /// <param name="Conversation">Null where it belongs to none: it was not taken, or is kept until the post replied to comes.</param>
    /// <param name="SetAside">A sentence that says why a person must look; null: it was taken.</param>
    public sealed record Received(Guid? Conversation, bool Duplicate, string? SetAside = null);

    /// <summary>One post a transaction: its conversations are locked in the order of their ids.</summary>
    public async Task<Received> HandleAsync(EscalationDb db, Channel channel, InboundPost inbound, CancellationToken cancellation)
    {
        if (Encoding.UTF8.GetByteCount(inbound.Id) > MaxIdBytes)
            return await SetAsideAsync(db, channel, inbound, cancellation);
        inbound = inbound.Clean();
        var place = await LockPlace.OfAsync(db, channel.Name, inbound, organization.Now.File, cancellation);
        if (place.OurAnswer is not null)
            return Counted("duplicate", place.OurAnswer, isDuplicate: true);
        if (place.Known is not null)
            return Counted("duplicate", await AgainAsync(db, place, inbound, cancellation), isDuplicate: true);
        if (inbound.DeletedAt is null && inbound.Attachments is null or [] && VisibleText.IsEmpty(inbound.Text))
            return Counted("ignored", null);

        var join = new JoinThread(db, organization.Now, time.GetUtcNow());
        var (conversation, isNew) = await ConversationAsync(db, channel, inbound, place, join, cancellation);
        var post = db.Posts.Add(ToPost(channel, inbound, conversation, join.Now)).Entity;
        if (conversation is null)
            return Counted("ignored", null);
        if (post.ByAsker && inbound.Author.Tags is { } tags)
            conversation.AuthorTags = [.. tags];
        if (!isNew)
            db.Record(conversation.Id, join.Now, "postReceived", null, ("post", post.Id), ("byAsker", post.ByAsker));
        var byAsker = await join.BringAsync(conversation, place, cancellation) || post.ByAsker;
        if (byAsker)
            conversation.UnroutedSince ??= join.Now;
        db.Publish(new PostReceived(conversation.Id, post.Id, byAsker));
        return Counted(isNew ? "question" : "reply", conversation.Id);

        Received Counted(string outcome, Guid? conversation, bool isDuplicate = false)
        {
            db.CountPost(channel.Name, outcome);
            return new Received(conversation, isDuplicate);
        }
    }

    /// <summary>One post must not stop its channel. A page of news often brings it again: people are told of it once.</summary>
    async Task<Received> SetAsideAsync(EscalationDb db, Channel channel, InboundPost inbound, CancellationToken cancellation)
    {
        var sentence = $"A post on {channel.Name} was set aside, because its id is longer than {MaxIdBytes} bytes: {OneLine.Of(inbound.Id.Replace("\0", ""), 80)}… Look at it on the network.";
        if (!await db.Alerts.AnyAsync(a => a.Kind == AlertKinds.ChannelFailed && a.AcknowledgedAt == null && a.Text == sentence, cancellation))
            db.Raise(organization.Now.File, AlertKinds.ChannelFailed, time.GetUtcNow(), sentence);
        db.CountPost(channel.Name, "setAside");
        return new Received(null, Duplicate: false, sentence);
    }

    /// <summary>Where it goes: into its thread, into the conversation that its own replies began, or into one of its own; null: it is kept.</summary>
    static async Task<(Conversation? Conversation, bool IsNew)> ConversationAsync(
        EscalationDb db, Channel channel, InboundPost inbound, LockPlace place, JoinThread join, CancellationToken cancellation)
    {
        if (place.GoesOnIn is { } goesOn)
            return (await db.LockAsync<Conversation>(goesOn, cancellation), false);
        var mayAsk = inbound is { Ours: false, Bot: false, DeletedAt: null };
        // A post of our own that replies to nothing belongs to nobody's question, whoever replied to it.
        if ((mayAsk || inbound.InReplyTo is not null || inbound.DeletedAt is not null) && await join.BegunByRepliesAsync(place.Replies, cancellation) is { } begun)
        {
            if (mayAsk)
                await join.MakeAskerAsync(begun, inbound, cancellation);
            join.Link(begun, place.Thread.Conversation);
            return (begun, false);
        }
        if (!mayAsk)
            return (null, false);
        var started = Start(db, channel, inbound, join.Now);
        join.Link(started, place.Thread.Conversation);
        return (started, true);
    }

    /// <returns>The conversation that it belongs to.</returns>
    async Task<Guid?> AgainAsync(EscalationDb db, LockPlace place, InboundPost inbound, CancellationToken cancellation)
    {
        var known = await db.Posts.SingleAsync(p => p.Id == place.Known, cancellation);
        await new RevisePost(db, organization.Now, time.GetUtcNow()).HandleAsync(known, inbound, cancellation);
        var belongsTo = place.KnownIn;
        if (known.InReplyTo is null && inbound.InReplyTo is { } parent)
        {
            known.InReplyTo = parent;
            if (place.GoesOnIn is { } goesOn && goesOn != belongsTo)
                belongsTo = await new JoinThread(db, organization.Now, time.GetUtcNow()).BringKnownAsync(known, goesOn, place, cancellation);
        }
        return belongsTo == Guid.Empty ? null : belongsTo;
    }

    static Conversation Start(EscalationDb db, Channel channel, InboundPost inbound, DateTimeOffset now)
    {
        var conversation = db.Conversations.Add(new Conversation
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
        }).Entity;
        db.Record(conversation.Id, now, "received", null, ("channel", channel.Name));
        return conversation;
    }

    static Post ToPost(Channel channel, InboundPost inbound, Conversation? conversation, DateTimeOffset now) => new()
    {
        Id = Ids.New(now),
        ConversationId = conversation?.Id ?? Guid.Empty,
        Channel = channel.Name,
        NetworkId = inbound.Id,
        InReplyTo = inbound.InReplyTo,
        Text = inbound.DeletedAt is null ? inbound.Text : "",
        AuthorId = inbound.Author.Id,
        AuthorName = inbound.Author.Name,
        Url = inbound.Url,
        Visibility = inbound.Visibility,
        Attachments = inbound.DeletedAt is null ? [.. inbound.Attachments ?? []] : [],
        CreatedAt = inbound.CreatedAt,
        ReceivedAt = now,
        EditedAt = inbound.EditedAt,
        DeletedAt = inbound.DeletedAt,
        Ours = inbound.Ours,
        ByAsker = inbound is { Ours: false, Bot: false, DeletedAt: null } && conversation?.AuthorId == inbound.Author.Id,
    };
}
