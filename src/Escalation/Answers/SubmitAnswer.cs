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

            if (conversation.State != ConversationState.Accepted || conversation.Expert != actor.Name)
                await accept.TakeAsync(db, conversation, actor, cancellation);
            var answer = await AddAsync(db, conversation, actor, text, holding, cancellation);
            db.Record(conversation.Id, answer.SubmittedAt, "answered", actor.Name, ("answer", answer.Id), ("holding", holding));
            if (!holding)
                await teach.HandleAsync(db, conversation, actor, cancellation);
            return new Outcome.Done(answer.Id);
        }, cancellation);

    async Task<Answer> AddAsync(EscalationDb db, Conversation conversation, Actor actor, string text, bool holding, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var newestFirst = await db.Posts.Where(p => p.ConversationId == conversation.Id && !p.Ours).OrderByDescending(p => p.ReceivedAt).ThenByDescending(p => p.Id).ThenByDescending(p => p.Id)
            .Select(p => new { p.NetworkId, p.ByAsker, p.DeletedAt }).ToListAsync(cancellation);
        var question = newestFirst.Find(p => p.ByAsker && p.DeletedAt == null) ?? newestFirst[^1];
        var needsApproval = organization.Now.File.Topic(conversation.Topic) is { Approval: true } && !actor.Manages;
        var answer = new Answer
        {
            Id = Ids.New(now),
            ConversationId = conversation.Id,
            Channel = conversation.Channel,
            Text = text.Replace("\0", ""),
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
