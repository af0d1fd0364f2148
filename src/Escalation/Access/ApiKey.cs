using Escalation.Organization;

namespace Escalation.Access;

/// <summary>An API key: only a hash of it is kept. It belongs to a person, or is an integration's or an administrator's of no person.</summary>
public sealed class ApiKey
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    /// <summary>SHA-256 of the key; enough for a random key of 256 bits.</summary>
    public required byte[] Hash { get; set; }
    public Role Role { get; set; }
    public string? Person { get; set; }
    /// <summary>The channels that an integration may post to.</summary>
    public List<string> Channels { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}
