namespace Escalation.Server.Api;

/// <summary>Part of a list. <paramref name="Next"/> goes into <c>after</c> of the next call; null: there is no more.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
