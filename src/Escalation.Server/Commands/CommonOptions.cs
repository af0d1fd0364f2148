using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Commands;

/// <summary>Where settings come from, the same for every command: <c>appsettings.json</c>, then <c>ESCALATION_*</c>, then flags.</summary>
static class CommonOptions
{
    public const string EnvironmentPrefix = "ESCALATION_";

    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Directory of the embedded database and of secrets made at first start.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
        HelpName = "DIR",
    };

    public static IConfigurationBuilder AddSettings(this IConfigurationBuilder configuration) => configuration
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables(EnvironmentPrefix);

    /// <summary>The section, checked. All its faults are told at once.</summary>
    public static T Section<T>(this IConfiguration configuration, string name) where T : new()
    {
        var options = new T();
        try
        {
            configuration.GetSection(name).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new CommandFailed($"The configuration is wrong: {e.Message} {e.InnerException?.Message}".TrimEnd());
        }
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
            throw new CommandFailed("The configuration is wrong: " + string.Join(" ", faults.Select(fault => fault.ErrorMessage)));
        return options;
    }

    /// <summary>A container for the commands that do one thing and end.</summary>
    public static ServiceProvider Services(DirectoryInfo data)
    {
        var configuration = new ConfigurationBuilder().AddSettings().Build();
        data.Create();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning))
            .AddEscalation(configuration.Section<StorageOptions>("Storage"), data.FullName)
            .BuildServiceProvider();
    }

    /// <summary>A new database gets its tables, one of an earlier version what it lacks.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellation)
    {
        await using var db = services.GetRequiredService<Database>().Open();
        await db.Database.MigrateAsync(cancellation);
        await services.GetRequiredService<FollowOrganization>().LoadAsync(cancellation);
    }
}

/// <summary>Ends the command with exit code 2 and a sentence on standard error.</summary>
sealed class CommandFailed(string message) : Exception(message);
