using Escalation.Access;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Simulation;

/// <summary>
/// Runs the service's own decisions under a virtual clock: from one instant at which something comes in or falls due to
/// the next. The same input gives the same output.
/// </summary>
public sealed class Simulator : IAsyncDisposable
{
    const int InstantsAtOnce = 50;

    readonly SimulatedWorld _world;
    readonly SimulatedPeople _people;
    readonly SimulationOutput _output;
    readonly Action<string> _warn;
    readonly Dictionary<string, Guid> _conversations = [];

    Simulator(SimulatedWorld world, Action<string> write, Action<string> warn)
    {
        (_world, _people, _warn) = (world, new SimulatedPeople(world), warn);
        _output = new SimulationOutput(world.Database, write);
    }

    /// <param name="networks">The networks that channels may have; none of them is called.</param>
    /// <param name="write">Takes the output, a JSON object a line.</param>
    /// <param name="warn">Is told what the service refused to do, a sentence a line.</param>
    public static async Task<Simulator> StartAsync(IEnumerable<IConnectorFactory> networks, Action<string> write, Action<string> warn, CancellationToken cancellation) =>
        new(await SimulatedWorld.MakeAsync(networks, cancellation), write, warn);

    /// <param name="progress">Told how many events are done, and up to which instant.</param>
    public async Task RunAsync(
        OrganizationFile organization, IReadOnlyList<SimulatedEvent> events, CancellationToken cancellation, Action<int, DateTimeOffset>? progress = null)
    {
        if (events.Count == 0)
            return;
        _world.Clock.GoTo(events[0].At);
        await _world.ApplyAsync(organization, cancellation);
        await _world.DrainAsync(cancellation);

        var dues = await DuesAsync(cancellation);
        for (var next = 0; ;)
        {
            var (input, due) = (next < events.Count ? events[next].At : (DateTimeOffset?)null, dues.Min());
            // Without an end the run stops at the last event, and what falls due at that instant still happens.
            if ((due < input ? due : input ?? due) is not { } at || at > events[^1].At)
                break;
            _world.Clock.GoTo(at);
            for (; next < events.Count && events[next].At <= at; next++)
            {
                await DoAsync(events[next], cancellation);
                await _world.DrainAsync(cancellation);
                if (events[next] is SimulatedEvent.Action { Deed: Deed.Answer or Deed.Approve })
                    await DeliverAsync(cancellation);
            }
            if (input == at)
                dues = await DuesAsync(cancellation);
            for (; dues.Exists(d => d <= at); dues = await DuesAsync(cancellation))
                await FallDueAsync(dues, at, cancellation);
            await _output.WriteAsync(atLeast: InstantsAtOnce, cancellation);
            progress?.Invoke(next, at);
        }
        await _output.WriteAsync(atLeast: 1, cancellation);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    async Task DoAsync(SimulatedEvent happens, CancellationToken cancellation)
    {
        switch (happens)
        {
            case SimulatedEvent.Post post:
                await ReceiveAsync(post, cancellation);
                break;
            case SimulatedEvent.Action action:
                var outcome = Find(action.Conversation) is { } id ? await _people.DoAsync(id, action, Find, cancellation) : new Outcome.NotFound();
                if (outcome is not Outcome.Done)
                    _warn($"line {action.Line}: {action.Deed.GetType().Name.ToLowerInvariant()} was refused: {WhyNot(outcome)}");
                break;
            case SimulatedEvent.Absent absent:
                await _world.ApplyAsync(With(absent), cancellation);
                break;
            case SimulatedEvent.Apply apply:
                await _world.ApplyAsync(apply.Organization, cancellation);
                break;
        }
    }

    async Task ReceiveAsync(SimulatedEvent.Post post, CancellationToken cancellation)
    {
        if (_world.Get<CurrentOrganization>().Now.File.Channel(post.Channel) is not { } channel)
        {
            _warn($"line {post.Line}: the channel {post.Channel} is not there any more");
            return;
        }
        var received = await _world.Database.WriteAsync(db => _world.Get<ReceivePost>().HandleAsync(db, channel, post.Inbound, cancellation), cancellation);
        var name = $"{post.Channel}/{post.Inbound.Id}";
        if (received.Conversation is not { } id)
            return;
        if (received.Duplicate)
            _output.Duplicate(id, post.At, post.Inbound.Id);
        else if (_conversations.TryAdd(name, id))
            _output.Name(id, name);
    }

    Guid? Find(string name) => _conversations.TryGetValue(name, out var id) ? id : null;

    OrganizationFile With(SimulatedEvent.Absent absent)
    {
        var file = _world.Get<CurrentOrganization>().Now.File;
        return file with { People = Substitutes.MayAnswer([.. file.People.Select(p => p.Name == absent.Expert ? p with { Absences = p.Absences.Add(absent.Absence) } : p)]) };
    }

    /// <summary>When deliveries, then each of the sweepers, have something to do; null: never.</summary>
    async Task<List<DateTimeOffset?>> DuesAsync(CancellationToken cancellation)
    {
        var dues = new List<DateTimeOffset?> { (await DeliveriesAsync(cancellation)).Select(d => (DateTimeOffset?)d.At).Min() };
        foreach (var sweeper in _world.Sweepers)
            dues.Add(await sweeper.NextDueAsync(cancellation));
        return dues;
    }

    async Task FallDueAsync(List<DateTimeOffset?> dues, DateTimeOffset now, CancellationToken cancellation)
    {
        if (dues[0] <= now)
            await DeliverAsync(cancellation);
        foreach (var (sweeper, _) in _world.Sweepers.Zip(dues.Skip(1)).Where(due => due.Second <= now))
        {
            await sweeper.SweepAsync(now, cancellation);
            await _world.DrainAsync(cancellation);
        }
    }

    async Task DeliverAsync(CancellationToken cancellation)
    {
        foreach (var (answer, at) in await DeliveriesAsync(cancellation))
        {
            if (at > _world.Clock.GetUtcNow())
                continue;
            if (await _world.Get<ClaimAnswers>().OneAsync(answer, cancellation) is { } claim)
                await _world.Get<DeliverAnswer>().TryOnceAsync(claim, cancellation);
            await _world.DrainAsync(cancellation);
        }
    }

    /// <summary>Answers on their way, and when the network will have confirmed or refused them.</summary>
    async Task<IReadOnlyList<(Guid Answer, DateTimeOffset At)>> DeliveriesAsync(CancellationToken cancellation)
    {
        var deliveries = _world.Get<SimulatedDeliveries>();
        if (!deliveries.Any)
            return [];
        // By the index of what is queued: in the order of their ids the database would go through all answers ever given.
        var queued = await _world.Database.ReadAsync(db => db.Answers
            .Where(a => a.State == AnswerState.Queued).OrderBy(a => a.NextAttemptAt).Select(a => new { a.Id, a.NextAttemptAt }).ToListAsync(cancellation));
        queued.Sort((a, b) => a.Id.CompareTo(b.Id));
        return queued.ConvertAll(a => (a.Id, a.NextAttemptAt!.Value + deliveries.Takes(a.Id)));
    }

    static string WhyNot(Outcome outcome) => outcome switch
    {
        Outcome.Forbidden forbidden => forbidden.Why,
        Outcome.Conflict conflict => conflict.Why,
        Outcome.Invalid invalid => string.Join("; ", invalid.Faults.Select(fault => $"{fault.Path} {fault.Message}")),
        _ => "There is no such conversation, or it is not to be seen by who acts.",
    };
}
