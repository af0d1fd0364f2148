using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Administration;

/// <summary>What one of the organization's people wrote and did, in parts, however much it is.</summary>
public sealed class ExportPerson(Database database, CurrentOrganization organization)
{
    /// <param name="Person">As the organization has them now; null: not there any more.</param>
    public sealed record Exported(
        string Name, Person? Person, IAsyncEnumerable<Written> Answers, IAsyncEnumerable<Written> Notes, IAsyncEnumerable<Act> Acts, IAsyncEnumerable<Declined> Declined);

    public sealed record Written(Guid Id, Guid Conversation, string Text, DateTimeOffset At);
    public sealed record Act(DateTimeOffset At, string Event, Guid? Conversation, IReadOnlyDictionary<string, object?> Facts);
    public sealed record Declined(Guid Conversation, string? Topic, DateTimeOffset At);

    public Exported Read(string name) => new(name, organization.Now.File.Person(name), AnswersAsync(name), NotesAsync(name), ActsAsync(name), DeclinedAsync(name));

    public Task<bool> IsKnownAsync(string name, CancellationToken cancellation) => database.ReadAsync(async db =>
        organization.Now.File.Person(name) is not null || await db.Timeline.AnyAsync(e => e.By == name, cancellation));

    async IAsyncEnumerable<Written> AnswersAsync(string name)
    {
        await foreach (var a in database.PartsAsync(Guid.Empty, a => a.Id, (db, last) => db.Answers.Where(a => a.By == name && a.Id > last).OrderBy(a => a.Id)))
            yield return new(a.Id, a.ConversationId, a.Text, a.SubmittedAt);
    }

    async IAsyncEnumerable<Written> NotesAsync(string name)
    {
        await foreach (var n in database.PartsAsync(Guid.Empty, n => n.Id, (db, last) => db.Notes.Where(n => n.By == name && n.Id > last).OrderBy(n => n.Id)))
            yield return new(n.Id, n.ConversationId, n.Text, n.At);
    }

    async IAsyncEnumerable<Act> ActsAsync(string name)
    {
        await foreach (var e in database.PartsAsync(0L, e => e.Id, (db, last) => db.Timeline.Where(e => e.By == name && e.Id > last).OrderBy(e => e.Id)))
            yield return new(e.At, e.Event, e.ConversationId, e.Facts);
    }

    async IAsyncEnumerable<Declined> DeclinedAsync(string name)
    {
        await foreach (var d in database.PartsAsync(0L, d => d.Id, (db, last) => db.Declines.Where(d => d.Expert == name && d.Id > last).OrderBy(d => d.Id)))
            yield return new(d.ConversationId, d.Topic, d.At);
    }
}
