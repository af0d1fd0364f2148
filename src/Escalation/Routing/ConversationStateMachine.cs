using Escalation.Answers;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Topics;
using MassTransit;

namespace Escalation.Routing;

/// <summary>
/// What follows what. Orchestration only: each step is one file elsewhere, and runs in the transaction of the message.
/// The instance is the conversation's own row (decision 0003), so what people do (accept, decline, forward, close …)
/// has already changed the state when its message comes in here.
/// </summary>
public sealed class ConversationStateMachine : MassTransitStateMachine<Conversation>
{
    public ConversationStateMachine()
    {
        InstanceState(conversation => conversation.State);
        // A message may come late, twice or out of order: what it says is judged by the rows of the moment, and one that
        // no longer fits the state has nothing left to do.
        OnUnhandledEvent(context => context.Ignore());

        During(Received,
            When(PostReceived).ThenAsync(Run<ClassifyQuestion>).ThenAsync(Run<KeepPromises>)
                .IfElse(HasTopic, Assign, unknown => unknown.TransitionTo(Triage)));

        During(Waiting,
            When(QuestionForwarded).If(Always, Assign),
            When(QuestionDeclined).If(Always, Assign));

        During(Assigned,
            When(DeadlineReached, IsAcceptance).ThenAsync(Run<PassOn>));

        // The asker may have said no more than hello so far.
        During(Triage,
            When(PostReceived, IsByAsker).ThenAsync(Run<ClassifyQuestion>).ThenAsync(Run<KeepPromises>).If(HasTopic, Assign));

        During(Waiting, Assigned, Accepted,
            When(PostReceived, IsByAsker).ThenAsync(Run<KeepPromises>));

        During(Triage, Waiting, Assigned, Accepted,
            When(AnswerDelivered).IfAsync(WhoseTurn.IsAskersAsync,
                answered => answered.TransitionTo(Answered).ThenAsync(Run<FreeExpert>)));

        During(Answered,
            When(PostReceived, IsByAsker).ThenAsync(Run<KeepPromises>).IfAsync(WhoseTurn.IsOursAsync,
                followUp => followUp.ThenAsync(Run<ReturnToExpert>).IfElse(HasExpert, back => back.TransitionTo(Accepted), AssignOrAsk)));

        During(Closed,
            When(PostReceived, IsByAsker).IfAsync(WhoseTurn.IsOursSinceClosingAsync,
                back => back.ThenAsync(Run<ReopenConversation>).IfAsync(NeverClassifiedAsync, first => first.ThenAsync(Run<ClassifyQuestion>))
                    .ThenAsync(Run<KeepPromises>).ThenAsync(Run<ReturnToExpert>)
                    .IfElse(HasExpert, held => held.TransitionTo(Accepted), AssignOrAsk)));

        DuringAny(When(PostReceived, IsByAsker).Then(context => context.Saga.UnroutedSince = null));
    }

    public State Received { get; private set; } = null!;
    public State Triage { get; private set; } = null!;
    public State Waiting { get; private set; } = null!;
    public State Assigned { get; private set; } = null!;
    public State Accepted { get; private set; } = null!;
    public State Answered { get; private set; } = null!;
    public State Closed { get; private set; } = null!;

    public Event<PostReceived> PostReceived { get; private set; } = null!;
    public Event<QuestionForwarded> QuestionForwarded { get; private set; } = null!;
    public Event<QuestionDeclined> QuestionDeclined { get; private set; } = null!;
    public Event<DeadlineReached> DeadlineReached { get; private set; } = null!;
    public Event<AnswerDelivered> AnswerDelivered { get; private set; } = null!;

    EventActivityBinder<Conversation, T> Assign<T>(EventActivityBinder<Conversation, T> binder) where T : class =>
        binder.ThenAsync(Run<AssignQuestion>)
            .IfElse(HasExpert, found => found.TransitionTo(Assigned), nobody => nobody.TransitionTo(Waiting));

    /// <summary>Without a topic a manager is asked for one.</summary>
    EventActivityBinder<Conversation, T> AssignOrAsk<T>(EventActivityBinder<Conversation, T> binder) where T : class =>
        binder.IfElse(HasTopic, Assign, unknown => unknown.TransitionTo(Triage));

    static Task Run<TStep>(BehaviorContext<Conversation> context) where TStep : class, IStep =>
        context.GetServiceOrCreateInstance<TStep>().RunAsync(context.Saga, context.CancellationToken);

    static Task<bool> NeverClassifiedAsync(BehaviorContext<Conversation, PostReceived> context) =>
        context.GetServiceOrCreateInstance<ClassifyQuestion>().IsOutstandingAsync(context.Saga, context.CancellationToken);

    static bool Always(BehaviorContext<Conversation> context) => true;
    static bool HasTopic(BehaviorContext<Conversation> context) => context.Saga.Topic is not null;
    static bool HasExpert(BehaviorContext<Conversation> context) => context.Saga.Expert is not null;
    static bool IsByAsker(BehaviorContext<Conversation, PostReceived> context) => context.Message.ByAsker;
    static bool IsAcceptance(BehaviorContext<Conversation, DeadlineReached> context) => context.Message.Target == Targets.Acceptance;
}
