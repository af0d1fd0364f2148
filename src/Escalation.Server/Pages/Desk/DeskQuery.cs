using System.Linq.Expressions;
using Escalation.Access;
using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Pages.Desk;

/// <summary>What lies on somebody's desk, by what is due next.</summary>
sealed class DeskQuery(Database database, CurrentOrganization organization)
{
    const int Most = 50, LatelyAnswered = 5;

    public Task<List<DeskGroup>> ListAsync(Actor actor) => database.ReadAsync(async db =>
    {
        var seen = db.Conversations.Where(ConversationQueries.SeenBy(actor));
        var held = seen.Where(c => c.Expert == actor.Name && (c.State == ConversationState.Assigned || c.State == ConversationState.Accepted));
        var isAskersTurn = AskersTurn(db);
        var answered = held.Where(isAskersTurn).Concat(seen.Where(c => c.Expert == actor.Name && c.State == ConversationState.Answered));

        return new List<DeskGroup>
        {
            new("For you", "Nothing waits for you. New questions appear here by themselves.", await ItemsAsync(db, held.Where(Not(isAskersTurn)))),
            new("Which topic?", null, await ItemsAsync(db, seen.Where(c => c.State == ConversationState.Triage))),
            new("Waiting for somebody free", null, await ItemsAsync(db, seen.Where(c => c.State == ConversationState.Waiting))),
            new("Answered by you", null, [.. (await ItemsAsync(db, answered.OrderByDescending(c => c.Id).Take(LatelyAnswered))).OrderByDescending(i => i.AskedAt)]),
        };
    });

    async Task<IReadOnlyList<DeskItem>> ItemsAsync(EscalationDb db, IQueryable<Conversation> wanted)
    {
        var conversations = await wanted.OrderBy(c => c.DueOrder).ThenBy(c => c.Id).Take(Most).ToListAsync();
        var ids = conversations.ConvertAll(c => c.Id);
        var posts = (await db.Posts.Where(p => ids.Contains(p.ConversationId) && p.ByAsker && p.DeletedAt == null).ToListAsync()).ToLookup(p => p.ConversationId);
        var due = (await db.Deadlines.Where(d => ids.Contains(d.ConversationId)).Where(DeskDues.IsOpen).ToListAsync()).ToLookup(d => d.ConversationId);
        var items = conversations.ConvertAll(c =>
        {
            var last = posts[c.Id].MaxBy(p => p.ReceivedAt);
            return new DeskItem(
                c.Id, c.AuthorName, last?.Text ?? "", organization.Now.File.Topic(c.Topic)?.Title, c.State, organization.Now.File.Person(c.Expert)?.DisplayName ?? c.Expert,
                posts[c.Id].Skip(1).Any(), DeskDues.Next(due[c.Id]), last?.ReceivedAt ?? c.CreatedAt);
        });
        return [.. items.OrderBy(i => i.Due?.At ?? DateTimeOffset.MaxValue).ThenBy(i => i.AskedAt)];
    }

    /// <summary>Told by the answers themselves: they are there a moment before the state is.</summary>
    static Expression<Func<Conversation, bool>> AskersTurn(EscalationDb db) => c =>
        db.Answers.Any(a => a.ConversationId == c.Id && a.State == AnswerState.Delivered && !a.Holding
            && !db.Posts.Any(p => p.ConversationId == c.Id && p.ByAsker && p.DeletedAt == null && p.ReceivedAt > a.SubmittedAt));

    static Expression<Func<T, bool>> Not<T>(Expression<Func<T, bool>> condition) =>
        Expression.Lambda<Func<T, bool>>(Expression.Not(condition.Body), condition.Parameters);
}

static class DeskDues
{
    /// <summary>Still to be kept, or broken and still to be made good.</summary>
    public static readonly Expression<Func<Deadline, bool>> IsOpen = d =>
        d.State == DeadlineState.Running || d.State == DeadlineState.Breached && d.SatisfiedAt == null;

    public static DeskDue? Next(IEnumerable<Deadline> open) =>
        open.Where(d => d.DueAt is not null).MinBy(d => d.DueAt) is { } next ? new DeskDue(next.Target, next.DueAt!.Value) : null;
}
