namespace Escalation.Faults.Checks;

/// <summary>Invariant 9: who cannot be served is told to come back, not that something went wrong; and locks are taken in one order (decision 0016).</summary>
sealed class FailuresAreTold : ICheck
{
    public IEnumerable<string> Violations(Facts facts)
    {
        foreach (var sent in facts.Sent.Where(s => s.Tries.Any(reply => reply is { Status: >= 500 and not 503 })))
            yield return $"A caller was told of an inner failure: {sent}";
        if (facts.Rows.Deadlocks > facts.DeadlocksBefore)
            yield return $"The database broke off {facts.Rows.Deadlocks - facts.DeadlocksBefore} deadlocks";
    }
}
