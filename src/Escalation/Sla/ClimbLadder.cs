using Escalation.Alerts;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;

namespace Escalation.Sla;

/// <summary>
/// What an escalation step does when it falls due (the SLA rules, section 8). It fires in the transaction that marks it
/// fired, so once, whatever dies when.
/// </summary>
sealed class ClimbLadder(EscalationDb db, Applied organization, DateTimeOffset now, IReadOnlySet<Guid> withAnswerOnItsWay)
{
    /// <summary>Longer than a look at what is due is ever late while the service runs.</summary>
    static readonly TimeSpan Late = TimeSpan.FromSeconds(15);

    /// <summary>Conversations that were passed on in this look because of a missed step: several such count as one.</summary>
    readonly HashSet<Guid> _passedOnLate = [];

    public async Task FireAsync(Conversation conversation, Deadline deadline, EscalationStep step, CancellationToken cancellation, bool inPlaceOfAnother = false)
    {
        (step.State, step.FiredAt) = (EscalationStepState.Fired, now);
        var late = !inPlaceOfAnother && now - step.DueAt > Late;
        var at = late || inPlaceOfAnother ? now : step.DueAt!.Value;
        var acts = step.Actions.ConvertAll(action => Plan(action, conversation, late));
        if (acts.TrueForAll(act => act.LacksPerson))
        {
            db.Record(conversation.Id, at, "uncovered", null, ("target", deadline.Target), ("step", step.Number));
            db.Raise(organization.File, AlertKinds.Uncovered, now,
                $"Step {step.Number} of the escalation of a {deadline.Target} on {conversation.Channel} reaches nobody. Name an owner, managers or ops.", conversation);
            if (await NextAsync(conversation, step, cancellation) is { } next)
                await FireAsync(conversation, deadline, next, cancellation, inPlaceOfAnother: true);
            return;
        }

        List<string> notified = [.. acts.SelectMany(act => act.Notifies).Distinct()];
        db.Record(conversation.Id, at, "escalated", null,
            ("target", deadline.Target), ("step", step.Number), ("actions", step.Actions), ("notified", notified), ("late", late),
            ("skipped", acts.Where(act => act.Skipped).Select(act => act.Action).ToList() is { Count: > 0 } skipped ? skipped : null));
        foreach (var act in acts.Where(act => !act.Skipped))
            await DoAsync(act, conversation, deadline, late, cancellation);
    }

    Act Plan(string action, Conversation conversation, bool late)
    {
        if (action is "remind" or "reassign" && withAnswerOnItsWay.Contains(conversation.Id))
            return new(action, [], Skipped: true);
        if (action is "reassign" && late && _passedOnLate.Contains(conversation.Id))
            return new(action, [], Skipped: true);
        if (action is "reassign" or "raisePriority")
            return new(action, []);
        List<string> people = [.. WriteNotices.People(action == "remind" ? "assignee" : action[(action.IndexOf(':') + 1)..], organization.File, conversation)];
        return new(action, people, LacksPerson: people.Count == 0);
    }

    async Task DoAsync(Act act, Conversation conversation, Deadline deadline, bool late, CancellationToken cancellation)
    {
        switch (act.Action)
        {
            case "reassign":
                if (late)
                    _passedOnLate.Add(conversation.Id);
                await PassOn.ToAnotherAsync(db, organization, conversation, now, cancellation);
                break;
            case "raisePriority":
                await RaisePriorityAsync(conversation, cancellation);
                break;
            case "remind":
                db.Notify(organization.File, NoticeEvents.Reminded, now, $"Please answer: {Says(conversation, deadline)}", conversation, act.Notifies);
                break;
            default:
                if (act.LacksPerson)
                    break;
                db.Raise(organization.File, AlertKinds.Escalated, now, $"For {string.Join(", ", act.Notifies)}: {Says(conversation, deadline)}", conversation, act.Notifies);
                break;
        }
    }

    async Task RaisePriorityAsync(Conversation conversation, CancellationToken cancellation)
    {
        if (ChangePriority.Next(conversation.Priority) is not { } higher)
            return;
        conversation.Priority = higher;
        db.Record(conversation.Id, now, "priority", null, ("to", higher));
        await KeepPromises.KeepAsync(db, conversation, organization, now, cancellation);
    }

    async Task<EscalationStep?> NextAsync(Conversation conversation, EscalationStep step, CancellationToken cancellation) =>
        (await db.StepsOfAsync(conversation, cancellation)).Where(s => s.DeadlineId == step.DeadlineId && s.Number > step.Number && s.State == EscalationStepState.Pending)
        .MinBy(s => s.Number);

    static string Says(Conversation conversation, Deadline deadline) =>
        $"a question about {conversation.Topic ?? "something"} on {conversation.Channel}; {Targets.Title(deadline.Target).ToLowerInvariant()} "
        + (deadline.DueAt is { } due ? $"is due at {due:yyyy-MM-dd HH:mm} UTC." : "is promised.");

    sealed record Act(string Action, IReadOnlyList<string> Notifies, bool LacksPerson = false, bool Skipped = false);
}
