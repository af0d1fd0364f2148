namespace Escalation.Topics.Languages;

/// <param name="Tag">Null: known only so that it is not taken for a neighbour of its; it is never told.</param>
/// <param name="Letters">Those that it has beside the common ones of its script.</param>
/// <param name="Words">The frequent ones, of which most sentences have some.</param>
sealed record Tongue(string? Tag, string Letters, string Words);
