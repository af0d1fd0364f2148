using Escalation.Tests.Simulation;

namespace Escalation.Tests.Sla;

/// <summary>Each folder of tests/Scenarios is a case: what broke others (the SLA rules, section 12), and what each rule says.</summary>
public class Scenarios
{
    static IEnumerable<TestCaseData> All() => Scenario.Names.Select(name => new TestCaseData(name).SetName(name));

    [TestCaseSource(nameof(All))]
    public async Task Goes_as_the_rules_say(string name)
    {
        var scenario = Scenario.Named(name);
        var happened = await scenario.RunAsync();
        if (!happened.SequenceEqual(scenario.Expected))
            Assert.Fail($"{scenario.Happened}{Environment.NewLine}{LineDiff.Of(scenario.Expected, happened)}");
    }

    [Test]
    public void Every_scenario_says_what_happened() =>
        Assert.That(Scenario.Names.Where(name => Scenario.Named(name).Happened.Length < 20), Is.Empty);
}
