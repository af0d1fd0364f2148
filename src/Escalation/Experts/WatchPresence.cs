using Escalation.Answers;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Escalation.Experts;

/// <summary>
/// People come and go by their calendars and absences, which no event tells of. Who becomes absent hands back what is not
/// answered; who comes back, or starts work, may take from the waiting line (the SLA rules, section 10). Every replica
/// looks: what one has done the other finds done.
/// </summary>
public sealed class WatchPresence(Database database, CurrentOrganization organization, TimeProvider time, ILogger<WatchPresence> log) : NextDueSweeper(time, log)
{
    const int Batch = 200;

    /// <summary>A manager gave it to somebody who is absent and said to: it stays there.</summary>
    public const string Insisted = "insisted";

    readonly TimeProvider _time = time;
    int? _version;
    DateTimeOffset _lookedAt;
    DateTimeOffset? _next;

    /// <summary>At once after a start and for another organization, then at the next change of anybody's presence.</summary>
    public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        Task.FromResult(_version == organization.Now.Version ? _next : DateTimeOffset.MinValue);

    public override async Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
    {
        var (version, file) = organization.Now;
        if (_version == version && (_next is not { } next || next > through))
            return false;
        var more = await database.WriteAsync(db => LookAsync(db, cancellation), cancellation);
        if (more)
            return true;
        _lookedAt = _version == version ? through : _time.GetUtcNow().AddTicks(-1);
        (_version, _next) = (version, Presence.NextChange(file.People, file, _lookedAt));
        return false;
    }

    async Task<bool> LookAsync(EscalationDb db, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var absent = organization.Now.File.People.Where(p => p.AbsenceAt(now) is not null).Select(p => p.Name).ToList();
        var held = absent.Count == 0 ? [] : await db.Conversations
            .Where(c => absent.Contains(c.Expert!) && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted)
                && !db.Timeline.Any(e => e.ConversationId == c.Id && e.Event == Insisted && e.At == c.AssignedAt)
                && !db.Answers.Any(a => a.ConversationId == c.Id && (a.State == AnswerState.AwaitingApproval || a.State == AnswerState.Queued)))
            .OrderBy(c => c.Id).Take(Batch).ToListAsync(cancellation);
        var assignments = new Assignments(db, organization.Now, now);
        foreach (var conversation in held)
            await assignments.HandBackAsync(conversation, cancellation);
        if (held.Count < Batch && await db.Conversations.AnyAsync(c => c.State == ConversationState.Waiting, cancellation))
            db.Publish(new ExpertsFreed(null));
        return held.Count == Batch;
    }
}

public static class Presence
{
    /// <summary>The first instant after <paramref name="after"/> at which an absence starts or ends, or work begins; null: none ever.</summary>
    public static DateTimeOffset? NextChange(IEnumerable<Person> people, OrganizationFile file, DateTimeOffset after) => people
        .SelectMany(person => person.Absences.SelectMany(a => new DateTimeOffset?[] { a.From, a.To }).Append(NextShift(file.Calendar(person.Calendar), after)))
        .Where(at => at > after).Min();

    static DateTimeOffset? NextShift(Calendar? calendar, DateTimeOffset after)
    {
        if (calendar is null)
            return null;
        var business = BusinessTime.Of(calendar);
        return business.Spans(after, after.AddYears(1)).Select(span => (DateTimeOffset?)span.From).FirstOrDefault(from => from > after);
    }
}
