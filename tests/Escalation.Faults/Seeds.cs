namespace Escalation.Faults;

/// <summary>Which schedules are played: those of <c>ESCALATION_FAULT_SEEDS</c> (<c>1-300</c>, <c>7,9</c>), else the share of every run of the tests.</summary>
static class Seeds
{
    const string Variable = "ESCALATION_FAULT_SEEDS", Share = "1-5";

    /// <summary>New ones each time; a failure says which.</summary>
    const int Fresh = 1;

    public static IEnumerable<int> Chosen()
    {
        var chosen = Environment.GetEnvironmentVariable(Variable);
        var isShare = string.IsNullOrEmpty(chosen);
        foreach (var part in (isShare ? Share : chosen!).Split(','))
        {
            var ends = part.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
            for (var seed = ends[0]; seed <= ends[^1]; seed++)
                yield return seed;
        }
        for (var n = 0; isShare && n < Fresh; n++)
            yield return Random.Shared.Next(1000, 1_000_000);
    }
}
