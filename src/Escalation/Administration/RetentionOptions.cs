using System.ComponentModel.DataAnnotations;

namespace Escalation.Administration;

/// <summary>The <c>Retention</c> section of the configuration: how long rows of each kind are kept (decision 0021). Null: for ever.</summary>
public sealed class RetentionOptions : IValidatableObject
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Messages taken, so that none acts twice: longer than a broker may hold one.</summary>
    public TimeSpan Inbox { get; set; } = 7 * Day;

    /// <summary>Notices that were sent or dropped.</summary>
    public TimeSpan Notices { get; set; } = 30 * Day;

    /// <summary>Alerts, from their acknowledgement on. Nobody's loss: one that nobody acknowledged stays.</summary>
    public TimeSpan? Alerts { get; set; } = 365 * Day;

    /// <summary>Conversations with all that belongs to them, from their closing on; never before they can be reopened no more.</summary>
    public TimeSpan? Conversations { get; set; }

    /// <summary>Versions of the organization that were replaced, unless an open deadline is counted by one.</summary>
    public TimeSpan? Organizations { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext context) =>
        from property in typeof(RetentionOptions).GetProperties()
        where property.GetValue(this) is TimeSpan kept && kept < Day
        select new ValidationResult($"Retention:{property.Name} must be at least a day, for example 30.00:00:00", [property.Name]);
}
