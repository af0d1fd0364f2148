using System.Net.Http.Headers;
using System.Text;
using Escalation.Messaging;
using Escalation.Server;
using Escalation.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace Escalation.Benchmarks.Timers;

/// <summary>A database and a bus for one measurement, filled with what is pending: SQLite with the in-memory bus, or PostgreSQL with RabbitMQ.</summary>
sealed class Place : IAsyncDisposable
{
    readonly string _name = $"benchmark_{Guid.NewGuid():N}";
    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("escalation-");
    readonly StorageProvider _provider;

    Place(StorageProvider provider) => _provider = provider;

    public static async Task<Place> FillAsync(StorageProvider provider, int pending, Uri alerts)
    {
        var place = new Place(provider);
        if (provider == StorageProvider.PostgreSql)
        {
            await ExecuteAsync($"CREATE DATABASE {place._name}");
            await place.ManageBrokerAsync(HttpMethod.Put);
        }
        var path = Path.Combine(place._data.FullName, "organization.json");
        await File.WriteAllTextAsync(path, Questions.Organization(alerts));
        // While it is empty: a new organization looks at every open question.
        await using var app = await place.CreateAsync(path);
        await using var db = app.Services.GetRequiredService<Database>().Open();
        var started = TimeProvider.System.GetTimestamp();
        await BulkRows.FillAsync(db, Questions.Pending(pending, TimeProvider.System.GetUtcNow()));
        Report.Say($"{provider}: {Report.Number(pending)} pending deadlines written in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s");
        return place;
    }

    /// <summary>The whole service, not started.</summary>
    public Task<WebApplication> CreateAsync(string? organization = null) => ServerApp.CreateAsync(new ServeOptions(_data, Demo: false, "http://127.0.0.1:0"), CancellationToken.None, builder =>
    {
        builder.Configuration.AddInMemoryCollection(Settings(organization));
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    /// <param name="replica">By which <see cref="Commits"/> tells them apart.</param>
    public async Task<WebApplication> StartAsync(int replica = 1)
    {
        Commits.Replica.Value = replica;
        var app = await CreateAsync();
        await app.StartAsync();
        return app;
    }

    Dictionary<string, string?> Settings(string? organization) => _provider == StorageProvider.Sqlite
        ? new() { ["Organization"] = organization, ["Storage:Provider"] = nameof(StorageProvider.Sqlite), ["Bus:Transport"] = nameof(BusTransport.InMemory) }
        : new()
        {
            ["Organization"] = organization,
            ["Storage:Provider"] = nameof(StorageProvider.PostgreSql),
            ["Storage:ConnectionString"] = new NpgsqlConnectionStringBuilder(Variable("ESCALATION_TEST_POSTGRES")) { Database = _name, MaxPoolSize = 40 }.ConnectionString,
            ["Bus:Transport"] = nameof(BusTransport.RabbitMq),
            ["Bus:ConnectionString"] = new UriBuilder(Variable("ESCALATION_TEST_RABBITMQ")) { Path = _name }.Uri.ToString(),
        };

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        _data.Delete(recursive: true);
        if (_provider != StorageProvider.PostgreSql)
            return;
        await ManageBrokerAsync(HttpMethod.Delete);
        await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Variable("ESCALATION_TEST_POSTGRES"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    async Task ManageBrokerAsync(HttpMethod method)
    {
        var management = new Uri(Variable("ESCALATION_TEST_RABBITMQ_MANAGEMENT"));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(management, $"api/vhosts/{_name}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo))));
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: tests/servers start DIR, then . DIR/env");
}
