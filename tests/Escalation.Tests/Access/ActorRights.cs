using System.Collections.Immutable;
using Escalation.Access;
using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Tests.Access;

public class ActorRights
{
    static readonly Person Ann = Some.Person("ann", "billing");

    static Actor With(params Role[] roles) => new("ann", roles.ToImmutableHashSet(), Ann);

    static readonly Conversation
        OfOwnTopic = Some.Conversation("billing", "bob"),
        HeldByAnn = Some.Conversation("delivery", "ann"),
        OfAnotherTopic = Some.Conversation("delivery", "bob"),
        WithoutTopic = Some.Conversation(state: ConversationState.Triage);

    //                        manages, sees own topic, held, another's, triage, works on own, held, another's
    [TestCase(Role.Integration, false, false, false, false, false, false, false, false)]
    [TestCase(Role.Expert, false, true, true, false, false, true, true, false)]
    [TestCase(Role.Manager, true, true, true, true, true, true, true, true)]
    [TestCase(Role.Ops, false, true, true, true, true, false, false, false)]
    [TestCase(Role.Admin, true, true, true, true, true, true, true, true)]
    public void A_role_allows(Role role, bool manages, bool seesTopic, bool seesHeld, bool seesOther, bool seesTriage, bool worksTopic, bool worksHeld, bool worksOther)
    {
        var actor = With(role);
        Assert.Multiple(() =>
        {
            Assert.That(actor.Manages, Is.EqualTo(manages), "manages");
            Assert.That(actor.MaySee(OfOwnTopic), Is.EqualTo(seesTopic), "sees a conversation of the own topic");
            Assert.That(actor.MaySee(HeldByAnn), Is.EqualTo(seesHeld), "sees what they hold");
            Assert.That(actor.MaySee(OfAnotherTopic), Is.EqualTo(seesOther), "sees another's");
            Assert.That(actor.MaySee(WithoutTopic), Is.EqualTo(seesTriage), "sees triage");
            Assert.That(actor.MayWorkOn(OfOwnTopic), Is.EqualTo(worksTopic), "works on the own topic");
            Assert.That(actor.MayWorkOn(HeldByAnn), Is.EqualTo(worksHeld), "works on what they hold");
            Assert.That(actor.MayWorkOn(OfAnotherTopic), Is.EqualTo(worksOther), "works on another's");
        });
    }

    [Test]
    public void Roles_add_up()
    {
        var actor = With(Role.Expert, Role.Ops);
        Assert.That(actor.MaySee(OfAnotherTopic), Is.True, "as ops");
        Assert.That(actor.MayWorkOn(OfOwnTopic), Is.True, "as an expert");
        Assert.That(actor.Manages, Is.False);
    }

    [Test]
    public void Without_a_role_nothing_is_allowed() =>
        Assert.That(With().MaySee(HeldByAnn) || With().MayWorkOn(HeldByAnn) || With().Manages, Is.False);

    /// <summary>The same rule twice, once for a row and once for the database: they must not part.</summary>
    [Test]
    public void Lists_hold_exactly_what_may_be_seen()
    {
        Conversation[] all = [OfOwnTopic, HeldByAnn, OfAnotherTopic, WithoutTopic];
        Assert.Multiple(() =>
        {
            foreach (var role in Enum.GetValues<Role>())
                Assert.That(all.Where(ConversationQueries.SeenBy(With(role)).Compile()), Is.EqualTo(all.Where(With(role).MaySee)), role.ToString());
            Assert.That(all.Where(ConversationQueries.SeenBy(With()).Compile()), Is.Empty);
        });
    }
}
