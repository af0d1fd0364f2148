namespace Escalation.Sla;

/// <summary>A stretch of open time: the instants <c>[From, To)</c>, in UTC.</summary>
public readonly record struct OpenSpan(DateTimeOffset From, DateTimeOffset To);
