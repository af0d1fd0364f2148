using System.CommandLine;
using System.Globalization;
using Escalation.Alerts;
using Escalation.Connectors;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Server.Health;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Escalation.Server.Commands;

/// <summary>Checks what the service stands on and says what to mend.</summary>
static class DoctorCommand
{
    static readonly TimeSpan LargestDifference = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var command = new Command("doctor", "Checks database, bus, channels and alerts, and says what to mend. Exit code 1 if something is wrong.") { data };
        command.Does(async (parsed, cancellation) =>
        {
            await using var services = CommonOptions.Services(parsed.GetValue(data)!, alsoOfDemo: true);
            var database = await CheckDatabaseAsync(services, cancellation);
            var clock = !database || await CheckClockAsync(services, cancellation);
            var bus = await CheckBusAsync(services.GetRequiredService<BusOptions>(), cancellation);
            var organization = database && await CheckOrganizationAsync(services, cancellation);
            var messages = database && await CheckMessagesAsync(services, cancellation);
            return database && clock && bus && organization && messages ? Exit.Ok : Exit.Problem;
        });
        return command;
    }

    static async Task<bool> CheckDatabaseAsync(IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            await using var db = services.GetRequiredService<Database>().Open();
            // Only a database that is not there yet reads as one whose migrations are all pending.
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).Count();
            if (pending > 0)
                return Bad("database", $"{pending} migrations are missing. Run migrate, or start serve, which does so itself.");
            return await services.GetRequiredService<StorageProbe>().ProblemAsync(cancellation) is { } problem
                ? Bad("database", problem)
                : Good("database", "can be written and is up to date");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            using var db = services.GetRequiredService<Database>().Open();
            return Bad("database", db.WhyUnavailable(e) ?? $"{e.GetBaseException().Message} Check Storage:Provider and Storage:ConnectionString.");
        }
    }

    /// <summary>The service goes by the database's clock; people and networks see the machine's.</summary>
    static async Task<bool> CheckClockAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetService<FollowDatabaseClock>() is not { } follow)
            return true;
        await follow.MeasureAsync(cancellation);
        var ahead = services.GetRequiredService<DatabaseClock>().MachineIsAhead;
        return ahead.Duration() <= LargestDifference || Bad("clock", string.Create(CultureInfo.InvariantCulture,
            $"this machine is {ahead.Duration().TotalSeconds:0.0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database. Set both by NTP; until then times go by the database's clock."));
    }

    static async Task<bool> CheckBusAsync(BusOptions options, CancellationToken cancellation)
    {
        if (options.Transport == BusTransport.InMemory)
            return Good("bus", "in this process, nothing to reach");
        try
        {
            await using var connection = await Broker.ConnectAsync(options, cancellation);
            foreach (var queue in BusQueues.All)
            {
                if (await CountAsync(connection, BusQueues.ErrorsOf(queue), cancellation) is > 0 and var failed)
                    return Bad("bus", $"{failed} messages failed for good and stand in {BusQueues.ErrorsOf(queue)}: mend what the log says of them, then move them back to {queue}.");
            }
            return Good("bus", $"RabbitMQ at {connection.Endpoint.HostName} answers");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Bad("bus", Broker.WhyUnavailable(e));
        }
    }

    static async Task<uint> CountAsync(IConnection connection, string queue, CancellationToken cancellation)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancellation)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            // It is made by the first message that fails.
            return 0;
        }
    }

    static async Task<bool> CheckMessagesAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var isGood = true;
        foreach (var problem in await StandingProblems.OfMessagesAsync(services.GetRequiredService<Database>(), cancellation))
            isGood &= Bad("messages", problem);
        return isGood;
    }

    static async Task<bool> CheckOrganizationAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await services.GetRequiredService<FollowOrganization>().LoadAsync(cancellation);
        var applied = services.GetRequiredService<CurrentOrganization>().Now;
        var (version, file) = applied;
        if (applied.Unreadable is { } unreadable)
            return Bad("organization", new UnreadableOrganizationException(unreadable).Message);
        if (version == 0)
            return Bad("organization", "none was applied yet. Run apply FILE, or set Organization to a file that serve applies at start.");
        var isGood = Good("organization", $"version {version}: {file.Topics.Length} topics, {file.People.Length} people, {file.Channels.Length} channels");
        var problems = services.GetRequiredService<ConnectorRegistry>().Problems;
        var failing = await StandingProblems.OfChannelsAsync(services.GetRequiredService<Database>(), cancellation);
        foreach (var channel in file.Channels)
            isGood &= problems.TryGetValue(channel.Name, out var problem) || failing.TryGetValue(channel.Name, out problem) ? Bad($"channel {channel.Name}", problem) : Good($"channel {channel.Name}", $"{channel.Network}, settings are complete");
        isGood &= await CheckAlertsAsync(services, file, cancellation);
        foreach (var topic in file.Topics.Where(topic => !file.People.Any(person => person.Knows(topic.Name))))
            isGood &= Bad($"topic {topic.Name}", "no person has it, so its questions would wait for ever. Give it to somebody.");
        return isGood;
    }

    static async Task<bool> CheckAlertsAsync(IServiceProvider services, OrganizationFile file, CancellationToken cancellation)
    {
        var senders = services.GetServices<IAlertSender>().ToDictionary(sender => sender.Kind);
        var isGood = true;
        foreach (var channel in file.Alerts)
            isGood &= await CheckAlertsAsync(senders[channel.Kind], channel, cancellation);
        foreach (var (mail, person) in AlertChannels.WithoutAddress(file))
            isGood &= Bad($"alert {mail}", $"{person} has no e-mail address and will not be told. Give {person} one, or name others.");
        return isGood;
    }

    static async Task<bool> CheckAlertsAsync(IAlertSender sender, AlertChannel channel, CancellationToken cancellation)
    {
        try
        {
            await sender.ReachAsync(ResolveSettings.Of(channel), cancellation);
            return Good($"alert {channel.Name}", $"{channel.Kind}, settings are complete and somebody answers there");
        }
        catch (InvalidOperationException e)
        {
            return Bad($"alert {channel.Name}", e.Message);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return Bad($"alert {channel.Name}", $"{e.GetBaseException().Message.TrimEnd('.')}. Check its settings, and that this machine may connect there.");
        }
    }

    static bool Good(string what, string message)
    {
        Console.WriteLine($"ok    {what}: {message}");
        return true;
    }

    static bool Bad(string what, string message)
    {
        Console.WriteLine($"WRONG {what}: {message}");
        return false;
    }
}
