using Escalation.Testing;
using Npgsql;

namespace Escalation.Faults.World;

/// <summary>Everything that a schedule plays on: replicas, the wires to their servers, the network that takes answers, the database to look at afterwards.</summary>
sealed class Surroundings : IAsyncDisposable
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    readonly SetUp _setUp;

    Surroundings(string kind, SetUp setUp, Network network, IReadOnlyList<Replica> replicas, RowReader rows) =>
        (Kind, _setUp, Network, Replicas, Rows) = (kind, setUp, network, replicas, rows);

    /// <summary>One of <see cref="SetUp"/>.</summary>
    public string Kind { get; }

    public Network Network { get; }
    public IReadOnlyList<Replica> Replicas { get; }
    public RowReader Rows { get; }

    public static async Task<Surroundings> StartAsync(string kind)
    {
        var setUp = SetUp.Of(kind);
        await setUp.PrepareAsync();
        var network = await Network.StartAsync();
        var organization = Path.Combine(setUp.Data.FullName, "organization.json");
        await File.WriteAllTextAsync(organization, Organizations.Json(Organizations.Variants[0], network.AnswerUrl));

        var replicas = Enumerable.Range(0, kind == SetUp.Servers ? 3 : 1).Select(n => Make(n, setUp, organization)).ToList();
        try
        {
            await replicas[0].StartAsync();
            await Task.WhenAll(replicas.Skip(1).Select(replica => replica.StartAsync()));
        }
        catch
        {
            await Task.WhenAll(replicas.Select(replica => replica.DisposeAsync().AsTask()));
            await network.DisposeAsync();
            await setUp.DisposeAsync();
            throw;
        }
        var rows = kind == SetUp.Servers
            ? RowReader.OfPostgreSql(setUp.Settings["Storage:ConnectionString"]!)
            : RowReader.OfSqlite(setUp.Data);
        return new Surroundings(kind, setUp, network, replicas, rows);
    }

    static Replica Make(int number, SetUp setUp, string organization)
    {
        var settings = new Dictionary<string, string?>(setUp.Settings)
        {
            ["Organization"] = organization,
            ["Leases:Delivery"] = Lease.ToString(),
            ["Leases:Notices"] = Lease.ToString(),
            ["Leases:Polls"] = Lease.ToString(),
        };
        if (setUp.Settings.Count == 0)
            return new Replica(number, setUp.Data, settings);

        var database = new NpgsqlConnectionStringBuilder(setUp.Settings["Storage:ConnectionString"]);
        var broker = new UriBuilder(setUp.Settings["Bus:ConnectionString"]!);
        Wire toDatabase = new(database.Host!, database.Port), toBroker = new(broker.Host, broker.Port);
        (database.Host, database.Port, database.SslMode, database.MaxPoolSize) = ("127.0.0.1", toDatabase.Port, SslMode.Disable, 20);
        (broker.Host, broker.Port) = ("127.0.0.1", toBroker.Port);
        settings["Storage:ConnectionString"] = database.ConnectionString;
        settings["Bus:ConnectionString"] = broker.Uri.ToString();
        return new Replica(number, setUp.Data, settings) { Database = toDatabase, Broker = toBroker };
    }

    /// <summary>Ends every fault; returns when all replicas are ready.</summary>
    public async Task MendAsync()
    {
        Network.IsPatient = true;
        foreach (var replica in Replicas)
        {
            replica.Database?.Mend();
            replica.Broker?.Mend();
            await replica.GoOnAsync();
        }
        await Task.WhenAll(Replicas.Select(replica => replica.StartAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
            await replica.DisposeAsync();
        await Network.DisposeAsync();
        await _setUp.DisposeAsync();
    }
}
