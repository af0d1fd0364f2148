using System.Net.Http.Headers;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Escalation.Testing;

/// <summary>A database and a bus for one test alone, empty at first: what the service is configured with.</summary>
public abstract class SetUp : IAsyncDisposable
{
    public DirectoryInfo Data { get; } = Directory.CreateTempSubdirectory("escalation-");

    /// <summary>Settings by their configuration key.</summary>
    public abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public virtual Task PrepareAsync() => Task.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Data.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>One of each kind, for fixtures that run on all of them.</summary>
    public static SetUp Of(string kind) => kind switch
    {
        Embedded => new SqliteInMemory(),
        Servers => new PostgreSqlRabbitMq(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public const string Embedded = "SQLite, in-memory bus";
    public const string Servers = "PostgreSQL, RabbitMQ";

    sealed class SqliteInMemory : SetUp
    {
        public override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>();
    }

    sealed class PostgreSqlRabbitMq : SetUp
    {
        readonly string _name = $"test_{Guid.NewGuid():N}";

        public override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "PostgreSql",
            ["Storage:ConnectionString"] = PostgreSql.ConnectionString(_name),
            ["Bus:Transport"] = "RabbitMq",
            ["Bus:ConnectionString"] = new UriBuilder(RealServers.RabbitMq) { Path = _name }.Uri.ToString(),
        };

        public override async Task PrepareAsync()
        {
            await PostgreSql.CreateAsync(_name);
            await ManageAsync(HttpMethod.Put);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await ManageAsync(HttpMethod.Delete);
            await PostgreSql.DropAsync(_name);
        }

        async Task ManageAsync(HttpMethod method)
        {
            var management = RealServers.RabbitMqManagement;
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(method, new Uri(management, $"api/vhosts/{_name}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo))));
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            (await http.SendAsync(request)).EnsureSuccessStatusCode();
        }
    }
}

/// <summary>Databases on the real PostgreSQL server.</summary>
public static class PostgreSql
{
    public static string ConnectionString(string name) =>
        new NpgsqlConnectionStringBuilder(RealServers.PostgreSql) { Database = name, MaxPoolSize = 40 }.ConnectionString;

    public static Task CreateAsync(string name) => ExecuteAsync($"CREATE DATABASE {name}");

    public static async Task DropAsync(string name)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(RealServers.PostgreSql);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
