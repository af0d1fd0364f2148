namespace Escalation.Organization;

/// <summary>One thing wrong with an input: where (a JSON path such as <c>people[0].topics[1].topic</c>) and a sentence that says what to do.</summary>
public sealed record Fault(string Path, string Message);
