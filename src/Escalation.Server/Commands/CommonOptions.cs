using System.CommandLine;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Server.Demo;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;

namespace Escalation.Server.Commands;

/// <summary>Where settings come from, the same for every command: <c>appsettings.json</c>, then <c>ESCALATION_*</c>, then flags.</summary>
static class CommonOptions
{
    static readonly TimeSpan LongestMigration = TimeSpan.FromHours(1);

    public const string EnvironmentPrefix = "ESCALATION_";

    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Directory of the embedded database and of secrets made at first start.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
        HelpName = "DIR",
    };

    public static IConfigurationBuilder AddSettings(this IConfigurationBuilder configuration) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix);

    /// <summary>A container for the commands that do one thing and end. Standard output is theirs, so the log goes to standard error.</summary>
    /// <param name="alsoOfDemo">Whether what a demo left can be looked at, too; nothing of it can be put in force.</param>
    public static ServiceProvider Services(DirectoryInfo data, bool alsoOfDemo = false)
    {
        var settings = ServiceSettings.Of(new ConfigurationBuilder().AddSettings().Build());
        var services = new ServiceCollection();
        if (alsoOfDemo)
            services.AddSingleton<IConnectorFactory, SquareFactory>();
        return services
            .AddSingleton(settings.Bus)
            .AddSingleton(settings.Topics)
            .AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning))
            .Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddEscalation(settings.Storage, data.FullName)
            .BuildServiceProvider();
    }

    /// <summary>A new database gets its tables, one of an earlier version what it lacks.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, DirectoryInfo data, CancellationToken cancellation)
    {
        // What the public wrote and what keys were made is for this account only.
        if (!data.Exists && !OperatingSystem.IsWindows())
            Directory.CreateDirectory(data.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        data.Create();
        await using var db = services.GetRequiredService<Database>().Open();
        try
        {
            await MigrateAsync(db, cancellation);
        }
        catch (Exception e) when (db.WhyUnavailable(e) is { } why)
        {
            throw new StorageUnavailableException(why, e);
        }
        if (services.GetService<FollowDatabaseClock>() is { } clock)
            await clock.MeasureAsync(cancellation);
        await services.GetRequiredService<FollowOrganization>().LoadAsync(cancellation);
    }

    static async Task MigrateAsync(EscalationDb db, CancellationToken cancellation)
    {
        if ((await db.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            // Who holds it locked is told now, and not when the hour is over.
            if (await db.Database.CanConnectAsync(cancellation))
                await (await db.Database.BeginTransactionAsync(cancellation)).DisposeAsync();
            // Some migrations read a whole table.
            db.Database.SetCommandTimeout(LongestMigration);
            await db.Database.MigrateAsync(cancellation);
        }
        await db.RenumberTransactionsAsync(cancellation);
    }

    /// <summary>For commands that only look: the organization of the database as it is, an empty one where there is no database yet.</summary>
    public static async Task LookAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        await using var db = services.GetRequiredService<Database>().Open();
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).Count();
        if (pending == 0)
            await services.GetRequiredService<FollowOrganization>().LoadAsync(cancellation);
        else if (pending < db.Database.GetMigrations().Count())
            throw new CommandFailed("The database is of an earlier version. Run migrate first.");
    }
}

/// <summary>Ends the command with exit code 2 and a sentence on standard error.</summary>
sealed class CommandFailed(string message) : Exception(message);
