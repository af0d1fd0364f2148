using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Connectors;

/// <summary>How far a polled channel was read, written when the posts are; and which process polls it.</summary>
public sealed class ChannelCursor
{
    public required string Channel { get; set; }
    public string? Cursor { get; set; }

    /// <summary>When the channel came into force: what was asked from then on is answered, however late the first poll. Null where an older version began it.</summary>
    public DateTimeOffset? Since { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }
    public string? LeasedBy { get; set; }

    /// <summary>The poll under way, anew with each; one that has another writes nothing (decision 0018).</summary>
    public Guid? Claim { get; set; }

    /// <summary>The network asked not to be sent anything before; asking it for news is another matter (decision 0019).</summary>
    public DateTimeOffset? DeliverAfter { get; set; }

    public int Failures { get; set; }
    /// <summary>Why the last try failed; null: it did not.</summary>
    public string? Problem { get; set; }
    /// <summary>The first failure since the last success; null: the last try succeeded.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
    /// <summary>When people were told of this stretch of failures.</summary>
    public DateTimeOffset? AlertedAt { get; set; }

    /// <summary>In the commit that puts an organization in force.</summary>
    public static async Task BeginAsync(EscalationDb db, OrganizationFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = await db.ChannelCursors.Select(c => c.Channel).ToListAsync(cancellation);
        foreach (var channel in file.Channels.Where(channel => !known.Contains(channel.Name)))
            db.ChannelCursors.Add(new ChannelCursor { Channel = channel.Name, Since = now });
    }
}
