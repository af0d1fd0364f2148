using Escalation.Questions;
using Escalation.Sla;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Sla;

public class AcceptanceTests
{
    static readonly DateTimeOffset Due = Some.Monday.AddMinutes(30);

    [TestCase(0, DeadlineState.Cancelled, TestName = "Assignment_that_ends_as_its_time_is_up_is_cancelled")]
    [TestCase(1, DeadlineState.Breached, TestName = "Assignment_that_ends_a_tick_after_its_time_was_not_accepted_though_nobody_has_looked_yet")]
    public async Task Ending(long ticksLate, DeadlineState verdict)
    {
        await using var store = await Store.NewAsync();
        var conversation = Some.Conversation("billing", "ann");
        (conversation.State, conversation.AssignedAt) = (ConversationState.Assigned, Some.Monday);
        var acceptance = new Deadline
        {
            Id = Guid.NewGuid(), ConversationId = conversation.Id, Target = Targets.Acceptance, Expert = "ann", StartedAt = Some.Monday, DueAt = Due,
        };
        await store.AddAsync(conversation, acceptance);

        await store.Database.WriteAsync(async db => await CloseConversation.CloseAsync(
            db, await db.Conversations.FindAsync([conversation.Id]) ?? conversation, store.Organization.Now, "mia", "spam", Due.AddTicks(ticksLate), CancellationToken.None));

        var judged = (await store.AllAsync<Deadline>()).Single();
        Assert.That(judged.State, Is.EqualTo(verdict));
        Assert.That(judged.BreachedAt, Is.EqualTo(verdict == DeadlineState.Breached ? Due : (DateTimeOffset?)null));
    }
}
