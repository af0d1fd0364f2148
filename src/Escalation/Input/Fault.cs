namespace Escalation.Input;

/// <summary>
/// One thing wrong with an input: where (a JSON path such as <c>people[0].topics[1].topic</c>, <c>$</c> for the whole)
/// and a sentence, without the path, that says what to do.
/// </summary>
public sealed record Fault(string Path, string Message);
