using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.Faults;

/// <summary>
/// Schedules of posts, commands and faults, each made from its seed, against real processes. By default a few; all of
/// them by <c>tests/faults</c>.
/// </summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public sealed class When_everything_goes_wrong(string setUp)
{
    SeedRuns _runs = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _runs = await SeedRuns.StartAsync(setUp);

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_runs is not null)
            await _runs.DisposeAsync();
    }

    [TestCaseSource(typeof(Seeds), nameof(Seeds.Chosen))]
    public async Task No_invariant_is_broken(int seed)
    {
        var broken = await _runs.RunAsync(seed);
        TestContext.Progress.WriteLine($"{setUp}, seed {seed}: {_runs.Timing}{(broken is null ? "" : ", BROKEN")}");
        if (broken is not null)
            Assert.Fail(broken);
    }
}
