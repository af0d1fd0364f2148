using System.ComponentModel.DataAnnotations;

namespace Escalation.Storage;

/// <summary>
/// The section <c>Leases</c> of the configuration: for how long a process has for itself what it took up, unless it says
/// that it is still there. Afterwards it counts as dead, so a lease has to be longer than one try (decision 0018).
/// </summary>
public sealed class LeaseOptions : IValidatableObject
{
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromHours(1);

    /// <summary>Of an answer on its way. A try: 30 s for the look-up, up to 20 s between quick tries, 30 s for the delivery.</summary>
    public TimeSpan Delivery { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Of a message to an alert channel.</summary>
    public TimeSpan Notices { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Of a polled channel, counted from when its next poll is due.</summary>
    public TimeSpan Polls { get; set; } = TimeSpan.FromMinutes(2);

    public IEnumerable<ValidationResult> Validate(ValidationContext context) =>
        new[] { (Name: nameof(Delivery), Lease: Delivery), (Name: nameof(Notices), Lease: Notices), (Name: nameof(Polls), Lease: Polls) }
            .Where(given => given.Lease < Shortest || given.Lease > Longest)
            .Select(given => new ValidationResult($"Leases:{given.Name} must be from {Shortest} to {Longest}", [given.Name]));
}
