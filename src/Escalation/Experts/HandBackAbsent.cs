using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Experts;

/// <summary>Takes from those who are absent what they have not answered (the SLA rules, section 10). An answer that waits for approval or delivery is left to go out first.</summary>
static class HandBackAbsent
{
    const int Batch = 50;

    /// <summary>Somebody who is absent was given it all the same: a manager insisted, or they took it themselves. It stays there.</summary>
    public const string Insisted = "insisted";

    /// <returns>Whether there may be more.</returns>
    public static async Task<bool> RunAsync(EscalationDb db, Applied organization, DateTimeOffset now, CancellationToken cancellation)
    {
        var absent = organization.File.People.Where(p => p.AbsenceAt(now) is not null).Select(p => p.Name).ToList();
        if (absent.Count == 0)
            return false;
        var unanswered = await db.Conversations
            .Where(c => absent.Contains(c.Expert!) && c.OrganizationVersion <= organization.Latest && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted)
                && !db.Timeline.Any(e => e.ConversationId == c.Id && e.Event == Insisted && e.At == c.AssignedAt)
                && !db.Answers.Any(a => a.ConversationId == c.Id && (a.State == AnswerState.AwaitingApproval || a.State == AnswerState.Queued)))
            .OrderBy(c => c.Id).Take(Batch).Select(c => c.Id).ToListAsync(cancellation);
        var held = (await db.ClaimAsync<Conversation>(unanswered, cancellation)).FindAll(c => c.IsHeld && absent.Contains(c.Expert!));
        var assignments = new Assignments(db, organization, now);
        foreach (var conversation in held)
            await assignments.HandBackAsync(conversation, cancellation);
        return held.Count > 0 && unanswered.Count == Batch;
    }
}
