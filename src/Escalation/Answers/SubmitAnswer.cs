using System.Text;
using Escalation.Access;
using Escalation.Experts;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Answers;

/// <summary>
/// An expert answers. Whoever does so without holding the conversation takes it over first. The answer is queued for
/// delivery, or waits for approval where the topic wants that; it satisfies nothing before the network has confirmed it.
/// </summary>
public sealed class SubmitAnswer(ConversationWork work, AcceptQuestion accept, TeachByAnswer teach, CurrentOrganization organization, TimeProvider time)
{
    static readonly TimeSpan SameWithin = TimeSpan.FromMinutes(2);

    public Task<Outcome> HandleAsync(Guid id, Actor actor, string text, bool holding, CancellationToken cancellation) =>
        work.DoAsync(id, actor, async (db, conversation) =>
        {
            if (!actor.MayWorkOn(conversation))
                return new Outcome.Forbidden("Only experts of the topic and managers answer.");
            if (actor.Person is null)
                return new Outcome.Invalid("by", "is required: this key belongs to no person");
            if (VisibleText.IsEmpty(text))
                return new Outcome.Invalid("text", "is required");
            if (Encoding.UTF8.GetByteCount(text) > ReceivePost.MaxTextBytes)
                return new Outcome.Invalid("text", "must be at most 64 KiB");
            if (!conversation.IsOpen)
                return new Outcome.Conflict("The conversation is closed.");
            if (await FindSameAsync(db, conversation, actor, text, cancellation) is { } same)
                return new Outcome.Done(same);

            if (conversation.State != ConversationState.Accepted || conversation.Expert != actor.Name)
                await accept.TakeAsync(db, conversation, actor, cancellation);
            if (await AddAsync(db, conversation, actor, text, holding, cancellation) is not { } answer)
                return new Outcome.Conflict("There is nothing to answer: the conversation has no post.");
            db.Record(conversation.Id, answer.SubmittedAt, "answered", actor.Name, ("answer", answer.Id), ("holding", holding));
            if (!holding)
                await teach.HandleAsync(db, conversation, actor, cancellation);
            return new Outcome.Done(answer.Id);
        }, cancellation);

    /// <summary>Sent again within two minutes, by an impatient person or client, it is the same answer; one that an approver returned is meant anew.</summary>
    Task<Guid?> FindSameAsync(EscalationDb db, Conversation conversation, Actor actor, string text, CancellationToken cancellation)
    {
        var (since, kept) = (time.GetUtcNow() - SameWithin, Keep(text));
        return db.Answers.Where(a => a.ConversationId == conversation.Id && a.By == actor.Name && a.Text == kept && a.SubmittedAt > since && a.State != AnswerState.Returned)
            .OrderBy(a => a.SubmittedAt).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancellation);
    }

    static string Keep(string text) => text.Replace("\0", "");

    async Task<Answer?> AddAsync(EscalationDb db, Conversation conversation, Actor actor, string text, bool holding, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var newestFirst = await db.Posts.Where(p => p.ConversationId == conversation.Id && !p.Ours).OrderByDescending(p => p.ReceivedAt).ThenByDescending(p => p.Id)
            .Select(p => new { p.NetworkId, p.ByAsker, p.DeletedAt }).ToListAsync(cancellation);
        if ((newestFirst.Find(p => p.ByAsker && p.DeletedAt == null) ?? newestFirst.LastOrDefault()) is not { } question)
            return null;
        var needsApproval = organization.Now.File.Topic(conversation.Topic) is { Approval: true } && !actor.Manages;
        var answer = new Answer
        {
            Id = Ids.New(now),
            ConversationId = conversation.Id,
            Channel = conversation.Channel,
            Text = Keep(text),
            By = actor.Name,
            Holding = holding,
            InReplyTo = question.NetworkId,
            SubmittedAt = now,
            State = needsApproval ? AnswerState.AwaitingApproval : AnswerState.Queued,
            QueuedAt = needsApproval ? null : now,
            NextAttemptAt = needsApproval ? null : now,
        };
        return db.Answers.Add(answer).Entity;
    }
}
