using Escalation.Testing;

namespace Escalation.Faults.Schedule;

/// <summary>What goes wrong. Processes end in every fourth schedule only, because each start costs seconds.</summary>
sealed class PlanFaults(Random random, int replicas, TimeSpan length, List<Planned> actions)
{
    public void Add(string setUp, int seed)
    {
        if (seed % 4 == 0)
            actions.Add(new Kill(Sometime(), random.Next(replicas), TimeSpan.FromSeconds(random.NextDouble() * 0.5)));
        if (setUp == SetUp.Servers)
            AddToServers(seed);
        else if (seed % 3 == 0)
            actions.Add(new Pause(Sometime(), 0, TimeSpan.FromSeconds(0.3 + 0.9 * random.NextDouble())));
    }

    void AddToServers(int seed)
    {
        // Longer than every lease, and beginning early, so that the others have the time to take over.
        if (seed % 3 == 0)
            actions.Add(new Pause(length * (random.NextDouble() * 0.4), random.Next(replicas), TimeSpan.FromSeconds(3.3 + random.NextDouble())));
        for (var faults = random.Next(1, 4); faults > 0; faults--)
            actions.Add(OnAWire());
    }

    Planned OnAWire()
    {
        var replica = random.Next(replicas);
        var what = random.Next(3) == 0 ? Loss.Question : Loss.Answer;
        return random.Next(9) switch
        {
            0 or 1 => new CutBroker(Sometime(), replica, TimeSpan.FromSeconds(random.NextDouble() * 1.5)),
            2 => new CutDatabase(Sometime(), replica, TimeSpan.FromSeconds(random.NextDouble() * 0.8)),
            3 => new SlowDatabase(Sometime(), replica, TimeSpan.FromMilliseconds(random.Next(3, 25)), TimeSpan.FromSeconds(1)),
            4 or 5 => new LoseCommits(Sometime(), replica, random.Next(1, 4), what),
            6 => new LoseExchanges(Sometime(), replica, random.Next(1, 4), what),
            7 => new EndBrokerConnections(Sometime(), TimeSpan.FromSeconds(random.NextDouble() * 1.5)),
            _ => new EndDatabaseConnections(Sometime()),
        };
    }

    TimeSpan Sometime() => length * (0.1 + 0.8 * random.NextDouble());
}
