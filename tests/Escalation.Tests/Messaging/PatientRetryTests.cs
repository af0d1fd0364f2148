using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Storage;

namespace Escalation.Tests.Messaging;

/// <summary>What is no fault of the message never takes it to the error queue.</summary>
public class PatientRetryTests
{
    static readonly PatientRetry Policy = new(tries: 25);

    static readonly Exception[] Passing =
    [
        new StorageUnavailableException("The disk is full."),
        new InvalidOperationException("A saga failed", new StorageUnavailableException("The disk is full.")),
        new UnreadableOrganizationException(9),
        new StaleOrganizationException(9),
    ];

    [TestCaseSource(nameof(Passing))]
    public void Database_that_is_away_is_waited_for_without_end(Exception exception) => Assert.That(Policy.MayTryAgain(exception, counted: 100_000), Is.True);

    [Test]
    public void Anything_else_is_tried_a_bounded_number_of_times()
    {
        Assert.That(Policy.MayTryAgain(new InvalidOperationException(), counted: 24), Is.True);
        Assert.That(Policy.MayTryAgain(new InvalidOperationException(), counted: 25), Is.False);
        Assert.That(Policy.MayTryAgain(new OperationCanceledException(), counted: 0), Is.False);
    }

    [Test]
    public void Waits_grow_and_stay_below_ten_seconds()
    {
        Assert.That(PatientRetry.Wait(0), Is.LessThan(TimeSpan.FromMilliseconds(50)));
        Assert.That(Enumerable.Range(0, 10_000).Select(PatientRetry.Wait), Has.All.LessThanOrEqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(PatientRetry.Wait(1000), Is.EqualTo(TimeSpan.FromSeconds(10)));
    }
}
