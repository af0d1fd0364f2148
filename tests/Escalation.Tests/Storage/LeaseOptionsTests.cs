using System.ComponentModel.DataAnnotations;
using Escalation.Storage;

namespace Escalation.Tests.Storage;

public sealed class LeaseOptionsTests
{
    [TestCase("00:02:00", null)]
    [TestCase("00:00:01", null)]
    [TestCase("00:00:00", "Leases:Delivery must be from 00:00:01 to 01:00:00")]
    [TestCase("-00:00:05", "Leases:Delivery must be from 00:00:01 to 01:00:00")]
    [TestCase("1.00:00:00", "Leases:Delivery must be from 00:00:01 to 01:00:00")]
    public void A_lease_has_bounds(string lease, string? fault)
    {
        var options = new LeaseOptions { Delivery = TimeSpan.Parse(lease) };
        Assert.That(options.Validate(new ValidationContext(options)).Select(v => v.ErrorMessage), Is.EqualTo(fault is null ? [] : new[] { fault }));
    }
}
