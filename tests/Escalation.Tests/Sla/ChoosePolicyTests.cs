using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;

namespace Escalation.Tests.Sla;

public class ChoosePolicyTests
{
    static readonly PolicyConditions Any = PolicyConditions.Everything;

    static Conversation Question(Action<Conversation>? with = null)
    {
        var conversation = Some.Conversation("billing");
        (conversation.Priority, conversation.Language, conversation.AuthorTags) = ("high", "nl", ["vip", "new"]);
        with?.Invoke(conversation);
        return conversation;
    }

    static IEnumerable<TestCaseData> Conditions()
    {
        TestCaseData Case(string what, PolicyConditions when, bool matches) => new TestCaseData(when, matches).SetArgDisplayNames(what);

        yield return Case("no condition", Any, true);
        yield return Case("topic", Any with { Topics = ["delivery", "billing"] }, true);
        yield return Case("another topic", Any with { Topics = ["delivery"] }, false);
        yield return Case("network", Any with { Networks = ["webhook"] }, true);
        yield return Case("another network", Any with { Networks = ["site"] }, false);
        yield return Case("channel", Any with { Channels = ["site"] }, true);
        yield return Case("another channel", Any with { Channels = ["webhook"] }, false);
        yield return Case("priority", Any with { Priorities = ["high", "urgent"] }, true);
        yield return Case("another priority", Any with { Priorities = ["low"] }, false);
        yield return Case("language", Any with { Languages = ["nl"] }, true);
        yield return Case("another language", Any with { Languages = ["en"] }, false);
        yield return Case("one of the author's tags", Any with { AuthorTags = ["press", "vip"] }, true);
        yield return Case("no tag of the author", Any with { AuthorTags = ["press"] }, false);
        yield return Case("all conditions together", new(["billing"], ["webhook"], ["site"], ["high"], ["vip"], ["nl"]), true);
        yield return Case("all but one", new(["billing"], ["webhook"], ["site"], ["high"], ["vip"], ["en"]), false);
    }

    [TestCaseSource(nameof(Conditions))]
    public void Applies_by(PolicyConditions when, bool matches) =>
        Assert.That(ChoosePolicy.For(Question(), new() { SlaPolicies = [Some.Policy("it", when)] })?.Name, Is.EqualTo(matches ? "it" : null));

    [Test]
    public void A_condition_is_not_met_by_what_is_not_known()
    {
        var file = new OrganizationFile { SlaPolicies = [Some.Policy("topic", Any with { Topics = ["billing"] }), Some.Policy("language", Any with { Languages = ["nl"] })] };
        Assert.That(ChoosePolicy.For(Question(c => (c.Topic, c.Language) = (null, null)), file), Is.Null);
    }

    [Test]
    public void The_first_that_matches_counts()
    {
        var file = new OrganizationFile { SlaPolicies = [Some.Policy("no", Any with { Topics = ["delivery"] }), Some.Policy("first"), Some.Policy("second", Any with { Topics = ["billing"] })] };
        Assert.That(ChoosePolicy.For(Question(), file)?.Name, Is.EqualTo("first"));
    }

    [Test]
    public void Without_policies_nothing_is_promised() => Assert.That(ChoosePolicy.For(Question(), OrganizationFile.Empty), Is.Null);
}
