namespace Escalation.Organization;

/// <summary>An organization as it was applied; versions are never changed.</summary>
public sealed class OrganizationVersion
{
    public int Number { get; set; }
    public required string Hash { get; set; }
    public required string Json { get; set; }
    public DateTimeOffset AppliedAt { get; set; }
    public required string AppliedBy { get; set; }

    /// <summary>The file it was applied from at start; null when it came over the API or the command line.</summary>
    public string? Source { get; set; }
}
