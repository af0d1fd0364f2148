using Escalation.Access;
using Escalation.Answers;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Simulation;

/// <summary>Does what the events say that people do, by the service's own operations.</summary>
sealed class SimulatedPeople(SimulatedWorld world)
{
    /// <summary>Without a name in the line, experts' deeds are those of who holds it.</summary>
    /// <param name="find">A conversation by its name; null: it was never begun.</param>
    public async Task<Outcome> DoAsync(Guid id, SimulatedEvent.Action action, Func<string, Guid?> find, CancellationToken cancellation)
    {
        var by = action.By ?? (action.Deed is Deed.Accept or Deed.Answer or Deed.Decline ? await HolderAsync(id) : null);
        var person = world.Get<CurrentOrganization>().Now.File.Person(by);
        // Experts act by their own rights; what only managers may do is done in the name of whom the line names.
        var expert = person is null ? Administrator(by, person) : new Actor(person.Name, person.Roles.ToHashSet(), person);
        var manager = Administrator(by, person);
        switch (action.Deed)
        {
            case Deed.Accept:
                return await world.Get<AcceptQuestion>().HandleAsync(id, expert, cancellation);
            case Deed.Decline decline:
                return await world.Get<DeclineQuestion>().HandleAsync(id, expert, decline.Reason, decline.Suggest, cancellation);
            case Deed.Answer answer:
                var outcome = await world.Get<SubmitAnswer>().HandleAsync(id, expert, answer.Text, answer.Holding, cancellation);
                if (outcome is Outcome.Done { Id: { } submitted })
                    world.Get<SimulatedDeliveries>().Add(submitted, answer);
                return outcome;
            case Deed.Note note:
                return await world.Get<AddNote>().HandleAsync(id, expert, note.Text, cancellation);
            case Deed.Hold hold:
                return await world.Get<HoldConversation>().HoldAsync(id, expert, hold.Until, cancellation);
            case Deed.Resume:
                return await world.Get<HoldConversation>().ResumeAsync(id, expert, cancellation);
            case Deed.Forward forward:
                return await world.Get<ForwardQuestion>().HandleAsync(id, manager, forward.To, null, insist: false, cancellation);
            case Deed.Close close:
                return await world.Get<CloseConversation>().HandleAsync(id, manager, close.Reason, cancellation);
            case Deed.Priority priority:
                return await world.Get<ChangePriority>().HandleAsync(id, manager, priority.To, cancellation);
            case Deed.Merge merge:
                return find(merge.Into) is { } into ? await world.Get<MergeConversations>().HandleAsync(id, manager, into, cancellation) : new Outcome.NotFound();
            case Deed.Approve:
                return await OnWaitingAnswerAsync(id, answer => world.Get<AnswerWork>().ApproveAsync(answer, manager, cancellation));
            case Deed.Reject:
                return await OnWaitingAnswerAsync(id, answer => world.Get<AnswerWork>().RejectAsync(answer, manager, cancellation));
            default:
                throw new InvalidOperationException($"Nobody knows how to do {action.Deed}.");
        }
    }

    Task<string?> HolderAsync(Guid conversation) =>
        world.Database.ReadAsync(db => db.Conversations.Where(c => c.Id == conversation).Select(c => c.Expert).SingleOrDefaultAsync());

    async Task<Outcome> OnWaitingAnswerAsync(Guid conversation, Func<Guid, Task<Outcome>> decide)
    {
        var waiting = await world.Database.ReadAsync(db => db.Answers
            .Where(a => a.ConversationId == conversation && a.State == AnswerState.AwaitingApproval).OrderBy(a => a.Id).Select(a => (Guid?)a.Id).FirstOrDefaultAsync());
        return waiting is { } answer ? await decide(answer) : new Outcome.Conflict("No answer awaits approval.");
    }

    static Actor Administrator(string? name, Person? person) => new(name ?? "simulation", new HashSet<Role> { Role.Admin }, person);
}
