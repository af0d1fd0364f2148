using Escalation.Storage;
using Escalation.Telemetry;
using Escalation.Testing;

namespace Escalation.Tests.Telemetry;

public class TellSeldomTests
{
    readonly FakeClock _clock = new(Some.Monday);

    [Test]
    public void Failure_is_told_at_once_and_then_once_a_minute_with_how_many_were_left_out()
    {
        var failures = new TellSeldom(_clock);
        Assert.That((failures.IsDue("away", out var leftOut), leftOut), Is.EqualTo((true, 0)));
        for (var i = 0; i < 3; i++)
            Assert.That(failures.IsDue("away", out _), Is.False);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((failures.IsDue("away", out leftOut), leftOut), Is.EqualTo((true, 3)));
        Assert.That(failures.IsDue("away", out _), Is.False);
    }

    [Test]
    public void Another_kind_of_failure_is_told_in_between()
    {
        var failures = new TellSeldom(_clock);
        Assert.That(failures.IsDue(new StorageUnavailableException("The disk is full."), out _), Is.True);
        Assert.That(failures.IsDue(new StorageUnavailableException("PostgreSQL does not answer."), out _), Is.True);
        Assert.That(failures.IsDue(new InvalidOperationException("1"), out _), Is.True);
        Assert.That(failures.IsDue(new InvalidOperationException("2"), out _), Is.False);
    }

    [Test]
    public void Database_that_is_away_is_no_stack()
    {
        Assert.That(TellSeldom.Stack(new StorageUnavailableException("The disk is full.")), Is.Null);
        Assert.That(TellSeldom.Stack(new InvalidOperationException()), Is.Not.Null);
    }
}
