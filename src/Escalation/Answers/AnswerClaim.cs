namespace Escalation.Answers;

/// <summary>Says who delivers an answer. Only with the token that stands in the row can anything be written about it (decision 0018).</summary>
public readonly record struct AnswerClaim(Guid Answer, Guid Token);
