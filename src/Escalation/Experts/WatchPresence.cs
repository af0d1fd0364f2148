using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Timers;
using Microsoft.Extensions.Logging;

namespace Escalation.Experts;

/// <summary>
/// People come and go by their calendars and absences, which no event tells of. Who becomes absent hands back what is not
/// answered; who comes back, or starts work, may take from the waiting line (the SLA rules, section 10). Every replica
/// looks: what one has done the other finds done.
/// </summary>
public sealed class WatchPresence(Database database, CurrentOrganization organization, TimeProvider time, ILogger<WatchPresence> log) : NextDueSweeper(time, log)
{
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
        if (await HandBackAbsent.RunAsync(db, organization.Now, _time.GetUtcNow(), cancellation))
            return true;
        db.Publish(new ExpertsFreed());
        return false;
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
