using System.Data.Common;
using Escalation.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Escalation.Connectors;

/// <param name="Calls">Time-out and circuit breaker, one for each channel: a network that is down is not asked over and over.</param>
public sealed record Connected(Channel Channel, IConnector Connector, ResiliencePipeline Calls);

/// <summary>The connectors of the channels in force. A channel whose settings stayed the same keeps its connector and its circuit.</summary>
public sealed class ConnectorRegistry : IDisposable
{
    static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(15);

    readonly Dictionary<string, IConnectorFactory> _networks;
    readonly CurrentOrganization _organization;
    readonly TimeProvider _time;
    readonly ILogger<ConnectorRegistry> _log;
    volatile IReadOnlyDictionary<string, Connected> _connected = new Dictionary<string, Connected>();
    volatile IReadOnlyDictionary<string, string> _problems = new Dictionary<string, string>();

    public ConnectorRegistry(IEnumerable<IConnectorFactory> networks, CurrentOrganization organization, TimeProvider time, ILogger<ConnectorRegistry> log)
    {
        _networks = networks.ToDictionary(network => network.Network);
        (_organization, _time, _log) = (organization, time, log);
        organization.Changed += Connect;
        Connect(organization.Now);
    }

    public IReadOnlyCollection<IConnectorFactory> Networks => _networks.Values;
    public IEnumerable<Connected> All => _connected.Values;

    /// <summary>Channels that cannot be connected, and why.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    public Connected? Find(string channel) => _connected.GetValueOrDefault(channel);

    public OrganizationFile Organization => _organization.Now.File;

    public string DisplayName(string person) => _organization.Now.File.Person(person)?.DisplayName ?? person;

    public void Dispose() => _organization.Changed -= Connect;

    void Connect(Applied applied)
    {
        var connected = new Dictionary<string, Connected>();
        var problems = new Dictionary<string, string>();
        foreach (var channel in applied.File.Channels)
        {
            try
            {
                connected[channel.Name] = Find(channel.Name) is { } same && Same(same.Channel, channel) ? same : Connect(channel);
            }
            catch (Exception e)
            {
                // Messages of other exceptions may repeat a value, which may be a secret.
                problems[channel.Name] = e is InvalidOperationException
                    ? e.Message
                    : $"channel '{channel.Name}': its settings cannot be used ({e.GetType().Name}). Check each of them.";
                _log.LogError("Channel {Channel} is not connected, the others are: {Problem} {Trace}", channel.Name, problems[channel.Name], e.StackTrace);
            }
        }
        (_connected, _problems) = (connected, problems);
    }

    static bool Same(Channel a, Channel b) =>
        a.Network == b.Network && a.Settings.Values.Keys.SequenceEqual(b.Settings.Values.Keys) && a.Settings.Values.Keys.All(k => a.Settings[k] == b.Settings[k]);

    Connected Connect(Channel channel)
    {
        if (!_networks.TryGetValue(channel.Network, out var network))
            throw new InvalidOperationException($"channel '{channel.Name}': this program does not know the network '{channel.Network}'");
        return new(channel, network.Create(channel.Name, ResolveSettings.Of(channel, network.Settings)), new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.8,
                MinimumThroughput = 8,
                BreakDuration = BreakFor,
                ShouldHandle = args => ValueTask.FromResult(IsFailure(args.Outcome.Exception)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = CallTimeout })
            .Build());
    }

    /// <summary>Of the network: a limit that it tells of is none; our own database's and organization's are another one's.</summary>
    static bool IsFailure(Exception? e) =>
        e is not null and not OperationCanceledException and not TryLaterException { After: not null } and not DbUpdateException and not DbException
        and not StaleOrganizationException and not UnreadableOrganizationException;
}
