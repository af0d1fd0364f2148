using System.Security.Cryptography;
using System.Text;
using Escalation.Connectors;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>A signed request is taken once. Who repeats it for want of an answer gets the first answer again.</summary>
public static class TakeSignedOnce
{
    /// <summary>After that an id may be used anew. Signatures themselves are good for five minutes.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromHours(24);

    /// <param name="id">The id that the sender signed.</param>
    /// <param name="content">All that must be the same for it to be the same request.</param>
    /// <param name="take">Takes its posts, in this transaction.</param>
    /// <returns>Null where the id was used for another content.</returns>
    public static async Task<ReceivePost.Received?> TakeSignedOnceAsync(
        this EscalationDb db, string channel, string id, ReadOnlyMemory<byte> content, Func<Task<ReceivePost.Received>> take, CancellationToken cancellation)
    {
        var now = db.Time.GetUtcNow();
        var key = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel}\n{id}")).AsSpan(0, 16));
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var known = await db.SignedRequests.FindAsync([key], cancellation);
        if (known is not null && known.At > now - Remembered)
            return known.Content == hash ? new ReceivePost.Received(known.ConversationId, Duplicate: true) : null;

        var received = await take();
        known ??= db.SignedRequests.Add(new SignedRequest { Id = key, Content = hash }).Entity;
        (known.Content, known.ConversationId, known.At) = (hash, received.Conversation, now);
        return received;
    }
}
