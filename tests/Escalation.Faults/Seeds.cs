namespace Escalation.Faults;

/// <summary>Which schedules are played: those of <c>ESCALATION_FAULT_SEEDS</c> (<c>1-300</c>, <c>7,9</c>), else the first five.</summary>
static class Seeds
{
    const string Variable = "ESCALATION_FAULT_SEEDS";

    public static IEnumerable<int> Chosen()
    {
        foreach (var part in (Environment.GetEnvironmentVariable(Variable) ?? "1-5").Split(','))
        {
            var ends = part.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
            for (var seed = ends[0]; seed <= ends[^1]; seed++)
                yield return seed;
        }
    }
}
