using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Routing;

/// <summary>Whose turn it is, by what happened and not by which message came (the SLA rules, section 4).</summary>
static class WhoseTurn
{
    /// <summary>A delivered answer leaves no post of the asker uncovered.</summary>
    public static async Task<bool> IsAskersAsync<T>(BehaviorContext<Conversation, T> context) where T : class =>
        PromiseClock.AskersTurnSince(await KeepPromises.LoadHistoryAsync(Db(context), context.Saga, context.CancellationToken)) is not null;

    /// <summary>A post of the asker is not covered by a delivered answer.</summary>
    public static async Task<bool> IsOursAsync<T>(BehaviorContext<Conversation, T> context) where T : class => !await IsAskersAsync(context);

    /// <summary>The asker wrote after the conversation was closed.</summary>
    public static Task<bool> IsOursSinceClosingAsync<T>(BehaviorContext<Conversation, T> context) where T : class =>
        ReopenConversation.PostsSinceClosing(Db(context), context.Saga).AnyAsync(context.CancellationToken);

    static EscalationDb Db(BehaviorContext<Conversation> context) => context.GetServiceOrCreateInstance<EscalationDb>();
}
