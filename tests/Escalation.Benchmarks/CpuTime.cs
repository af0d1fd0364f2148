using System.Globalization;

namespace Escalation.Benchmarks;

/// <summary>Processor time so far: this process, everything on the machine and, where they have a part in it, the database's processes and the broker's.</summary>
readonly record struct CpuTime(TimeSpan Service, TimeSpan? Database, TimeSpan? Broker, TimeSpan Machine, long At)
{
    // Linux has counted in hundredths of a second for programs since before there was .NET.
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public static CpuTime Now(bool ofServers = false) => new(
        Environment.CpuUsage.TotalTime, ofServers ? Family("ESCALATION_TEST_POSTGRES_PID") : null, ofServers ? Family("ESCALATION_TEST_RABBITMQ_PID") : null,
        All(), TimeProvider.System.GetTimestamp());

    public CpuUse Since(CpuTime earlier)
    {
        var (service, database, broker) = (Service - earlier.Service, Database - earlier.Database, Broker - earlier.Broker);
        return new(service, database, broker, Machine - earlier.Machine - service - (database ?? TimeSpan.Zero) - (broker ?? TimeSpan.Zero), TimeProvider.System.GetElapsedTime(earlier.At, At));
    }

    static TimeSpan Family(string variable)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(variable), out var root))
            return TimeSpan.Zero;
        var stats = Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0])).Select(Read).OfType<Stat>().ToList();
        var family = new HashSet<int> { root };
        // Children of children, too; the list is short.
        while (stats.Any(stat => family.Contains(stat.Parent) && family.Add(stat.Id)))
        {
        }
        return stats.Where(stat => family.Contains(stat.Id)).Aggregate(TimeSpan.Zero, (sum, stat) => sum + stat.Used);
    }

    /// <summary>With the time of its children that are gone.</summary>
    static Stat? Read(string id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(fields[11..15]));
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    /// <summary>User, nice, system, interrupts; not idle, nor what other machines took from this one.</summary>
    static TimeSpan All()
    {
        if (!File.Exists("/proc/stat"))
            return TimeSpan.Zero;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Ticks([.. fields[1..4], .. fields[6..8]]);
    }

    static TimeSpan Ticks(IEnumerable<string> fields) => Tick * fields.Sum(field => long.Parse(field, CultureInfo.InvariantCulture));

    sealed record Stat(int Id, int Parent, TimeSpan Used);
}

/// <param name="Others">Of processes that have nothing to do with the measurement: how quiet it was.</param>
readonly record struct CpuUse(TimeSpan Service, TimeSpan? Database, TimeSpan? Broker, TimeSpan Others, TimeSpan Took)
{
    /// <summary>Milliseconds for each of so many: service + database + broker.</summary>
    public string Per(int count) => Sum(used => used.TotalMilliseconds / count, "0.00");

    /// <summary>Percents of a core, likewise.</summary>
    public string Shares
    {
        get
        {
            var took = Took;
            return Sum(used => 100 * (used / took), "0.0");
        }
    }

    public string OthersCores => Report.Number(Math.Max(0, Others / Took), "0.00");

    string Sum(Func<TimeSpan, double> of, string format) =>
        string.Join(" + ", new[] { Service, Database, Broker }.OfType<TimeSpan>().Select(used => Report.Number(of(used), format)));
}
