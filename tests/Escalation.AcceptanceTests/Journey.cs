using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>A journey through the whole service, on each set-up: what passes embedded must pass on the servers.</summary>
[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public abstract class Journey(string setUp)
{
    protected FakeClock Clock { get; private set; } = null!;
    protected Receiver Receiver { get; private set; } = null!;
    protected TestService Service { get; private set; } = null!;
    protected ApiClient Api => Service.Admin;

    protected virtual string Organization => Sample.Organization(Receiver.Url);

    [SetUp]
    public async Task StartAsync()
    {
        Clock = new FakeClock();
        Receiver = await Receiver.StartAsync(Clock);
        Service = await TestService.StartAsync(SetUp.Of(setUp), Organization, Clock);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (Service is not null)
            await Service.DisposeAsync();
        if (Receiver is not null)
            await Receiver.DisposeAsync();
    }

    /// <summary>Moves time on until something is so; the service's own timers fire on the way.</summary>
    protected Task PassTimeUntilAsync(TimeSpan step, Func<Task<bool>> isSo, string what) => Until.TrueAsync(async () =>
    {
        if (await isSo())
            return true;
        Clock.Advance(step);
        return false;
    }, what);
}
