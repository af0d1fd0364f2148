namespace Escalation.Faults.Checks;

/// <summary>All that is known of a run afterwards.</summary>
/// <param name="DeadlocksBefore">How many the database had broken off when the run began.</param>
/// <param name="Taken">The answers that the network took: their names, by webhook-id.</param>
sealed record Facts(Plan Plan, string Prefix, IReadOnlyList<Sent> Sent, Snapshot Rows, IReadOnlyDictionary<string, string> Taken, IReadOnlyList<Call> Calls, long DeadlocksBefore)
{
    public IEnumerable<(T Action, Sent Sent)> Of<T>() where T : Planned => Sent.Where(s => s.Action is T).Select(s => ((T)s.Action, s));

    /// <summary>The post of that name, if it is stored.</summary>
    public Row? Post(string name) => Rows.Posts.FirstOrDefault(post => post.Text("network_id") == Prefix + name);
}

/// <summary>One of the invariants of the design, looked for in the rows.</summary>
interface ICheck
{
    /// <summary>The service comes back to it by itself within a minute or so.</summary>
    bool MayHeal => false;

    /// <returns>What breaks it, each as a sentence with the rows that show it.</returns>
    IEnumerable<string> Violations(Facts facts);
}
