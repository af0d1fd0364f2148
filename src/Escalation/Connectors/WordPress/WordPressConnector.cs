using System.Net;

namespace Escalation.Connectors.WordPress;

/// <summary>
/// Comments are questions, answers are replies to them by our own account. Not seen are comments that a spam filter put
/// away at once and a person rescued later: WordPress has no list of what changed.
/// </summary>
sealed class WordPressConnector(WordPressClient client, TimeSpan pollInterval) : IPollingConnector, IFindsAnswers
{
    /// <summary>For comments of the same second, or that became visible a little after their time.</summary>
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    /// <summary>WordPress compares <c>after</c> with the site's local time, which runs through one hour twice when summer time ends.</summary>
    static readonly TimeSpan LocalTimeOverlap = TimeSpan.FromMinutes(65);

    /// <summary>WordPress's own limit between two comments of one user.</summary>
    static readonly TimeSpan Flood = TimeSpan.FromSeconds(15);

    // 0 = not asked yet; it never changes, so two callers may ask at once.
    long us;

    public TimeSpan PollInterval => pollInterval;

    public async Task<Polled> PollAsync(string? cursor, DateTimeOffset since, CancellationToken cancellation)
    {
        var ours = await UsAsync(cancellation);
        // A new channel does not answer what was asked in years past, but all that was asked since it is in force.
        var from = cursor is null
            ? WordPressCursor.At(await client.BySiteAsync(since, cancellation))
            : WordPressCursor.Parse(cursor);

        var (listed, siteTime) = await client.ListAsync(
            $"status=all&after={WordPressCursor.Format(from.Newest - LocalTimeOverlap)}", enough: from.Newest, cancellation);
        var held = await client.ListAsync(from.Held, cancellation);
        var read = listed.Where(c => !(c.At <= from.Newest - Overlap)).Concat(held).DistinctBy(c => c.Id).ToList();

        return new Polled(
            [.. read.Where(c => c.IsApproved).OrderBy(c => c.At).ThenBy(c => c.Id).Select(c => c.ToPost(ours))],
            from.After(read, siteTime).ToString());
    }

    public async Task<Delivery> DeliverAsync(OutboundAnswer answer, CancellationToken cancellation)
    {
        var asked = await AskedAsync(answer.InReplyTo, cancellation);
        if (WordPressClient.Code(asked) == "rest_comment_invalid_id")
            return new Delivery.Refused("The comment was deleted.");
        if (!asked.IsSuccess)
            return new Delivery.Refused(client.Sentence(asked));

        var question = client.Read<WordPressComment>(asked);
        return question.IsPutAway
            ? new Delivery.Refused($"The comment was taken down (WordPress has it in its {question.Status}).")
            : await ReplyAsync(question, answer, cancellation);
    }

    public async Task<Delivery.Delivered?> FindAsync(OutboundAnswer answer, CancellationToken cancellation) =>
        await FindStoredAsync(answer, cancellation) is { IsPutAway: false } found ? found.ToDelivered(found.At) : null;

    /// <summary>The comment to reply to. Nothing was sent yet, so whatever fails here may simply be tried later.</summary>
    async Task<HttpOutcome> AskedAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var asked = await client.GetCommentAsync(id, cancellation);
            return asked.IsTransient ? throw new TryLaterException(client.Sentence(asked), asked.RetryAfter) : asked;
        }
        catch (HttpRequestException failure)
        {
            throw new TryLaterException(failure.Message);
        }
    }

    async Task<Delivery> ReplyAsync(WordPressComment question, OutboundAnswer answer, CancellationToken cancellation)
    {
        HttpOutcome reply;
        try
        {
            reply = await client.PostCommentAsync(question.Post, question.Id, CommentText.ToHtml(answer.Text), cancellation);
        }
        catch (HttpRequestException failure) when (HttpOutcome.NeverSent(failure))
        {
            throw new TryLaterException(failure.Message);
        }

        if (reply.IsSuccess)
            return Judge(client.Read<WordPressComment>(reply), null);
        return WordPressClient.Code(reply) switch
        {
            "comment_duplicate" => await FindStoredAsync(answer, cancellation) is { } stored
                ? Judge(stored, stored.At)
                : new Delivery.Refused($"WordPress says that this answer already stands there, but it is not among our replies: {question.Link}"),
            "comment_flood" => throw new TryLaterException(client.Sentence(reply), Flood),
            _ when reply.Status is HttpStatusCode.TooManyRequests => throw new TryLaterException(client.Sentence(reply), reply.RetryAfter),
            // The site, or a proxy before it, may have failed after the answer was stored: whether it stands there has to be looked up.
            _ when reply.IsTransient => throw new HttpRequestException(client.Sentence(reply), null, reply.Status),
            _ => new Delivery.Refused(client.Sentence(reply)),
        };
    }

    static Delivery Judge(WordPressComment stored, DateTimeOffset? at) => stored.IsPutAway
        ? new Delivery.Refused($"WordPress took the answer but put it into its {stored.Status}. Approve it there and try again: {stored.Link}")
        : stored.ToDelivered(at);

    /// <summary>Our reply with this text, a visible one first.</summary>
    async Task<WordPressComment?> FindStoredAsync(OutboundAnswer answer, CancellationToken cancellation)
    {
        var parent = Uri.EscapeDataString(answer.InReplyTo);
        var (replies, _) = await client.ListAsync($"status=any&parent={parent}&author={await UsAsync(cancellation)}", enough: null, cancellation);
        return replies.OrderBy(c => c.IsPutAway).FirstOrDefault(c => CommentText.Same(c.Text, answer.Text));
    }

    async Task<long> UsAsync(CancellationToken cancellation) =>
        us != 0 ? us : us = (await client.WhoAmIAsync(cancellation)).Us;
}
