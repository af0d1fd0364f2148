using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Connectors;

/// <summary>Whether a channel works, kept beside its cursor: since when it fails, why, and whether people were told, once for each stretch of failures.</summary>
static class ChannelHealth
{
    /// <summary>What passes within this is nobody's business.</summary>
    static readonly TimeSpan AlertAfter = TimeSpan.FromMinutes(5);

    public static void Succeeded(this ChannelCursor cursor, DateTimeOffset now)
    {
        (cursor.Failures, cursor.Problem, cursor.FailingSince, cursor.AlertedAt) = (0, null, null, null);
        cursor.LastSuccessAt = now;
    }

    public static void Failed(this ChannelCursor cursor, EscalationDb db, OrganizationFile file, string problem, DateTimeOffset now)
    {
        cursor.Failures++;
        cursor.Problem = problem;
        cursor.FailingSince ??= now;
        if (cursor.AlertedAt is not null || now - cursor.FailingSince < AlertAfter)
            return;
        cursor.AlertedAt = now;
        db.Raise(file, AlertKinds.ChannelFailed, now, $"Channel {cursor.Channel} has failed since {cursor.FailingSince:u}: its questions do not come in. The command doctor says what to mend.");
    }
}
