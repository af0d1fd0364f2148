using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Answers;

/// <summary>What people do to an answer after it was submitted: approve, return, retry. Each is a change of state from the one that it is meant for.</summary>
public sealed class AnswerWork(Database database, TimeProvider time)
{
    public Task<Outcome> ApproveAsync(Guid id, Actor actor, CancellationToken cancellation) =>
        ChangeAsync(id, actor, actor.Manages, "Only managers approve answers.", [AnswerState.AwaitingApproval], AnswerState.Queued, "approved", cancellation);

    public Task<Outcome> RejectAsync(Guid id, Actor actor, CancellationToken cancellation) =>
        ChangeAsync(id, actor, actor.Manages, "Only managers reject answers.", [AnswerState.AwaitingApproval], AnswerState.Returned, "rejected", cancellation);

    public Task<Outcome> RetryAsync(Guid id, Actor actor, CancellationToken cancellation) =>
        ChangeAsync(id, actor, actor.Is(Role.Ops, Role.Admin), "Only ops and administrators retry a delivery.", [AnswerState.Failed, AnswerState.Unknown], AnswerState.Queued, "retried", cancellation);

    Task<Outcome> ChangeAsync(
        Guid id, Actor actor, bool isAllowed, string whyNot, IReadOnlyList<string> from, string to, string what, CancellationToken cancellation) =>
        database.CommandAsync(actor, async db =>
        {
            if (await LockedAnswer.TakeAsync(db, id, cancellation) is not var (answer, conversation) || !actor.MaySee(conversation))
                return new Outcome.NotFound();
            if (!isAllowed)
                return new Outcome.Forbidden(whyNot);
            if (!from.Contains(answer.State))
                return new Outcome.Conflict($"The answer is {answer.State}.");
            if (conversation.ErasedAt is not null)
                return new Outcome.Conflict("The asker's data were erased, and the answer with them.");
            if (to == AnswerState.Queued && ReturnAnswers.WhyNot(conversation) is { } closed)
                return new Outcome.Conflict($"{closed} Its answers are not sent any more.");

            if (to == AnswerState.Queued)
                answer.Queue(time.GetUtcNow());
            else
                answer.Settle(to, answer.Problem);
            db.Record(conversation.Id, time.GetUtcNow(), what, actor.Name, ("answer", answer.Id));
            return Outcome.Ok;
        }, cancellation);
}
