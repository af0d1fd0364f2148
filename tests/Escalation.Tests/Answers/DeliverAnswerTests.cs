using System.Text.Json;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Testing;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Answers;

/// <summary>Only who holds an answer sends it and writes what became of it (decision 0018).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeliverAnswerTests
{
    static readonly Delivery Taken = Delivering.Posted();

    Store _store = null!;
    Delivering _delivering = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.NewAsync();

    [TearDown]
    public async Task StopAsync()
    {
        _delivering.Dispose();
        await _store.DisposeAsync();
    }

    [Test]
    public async Task A_holder_that_was_overtaken_while_it_looked_sends_nothing()
    {
        var look = new TaskCompletionSource();
        var network = new AskableNetwork((_, _) => Task.FromResult(Taken), async (n, _) =>
        {
            if (n == 1)
                await look.Task;
            return null;
        });
        var answer = await AnswerAsync(network, AttemptOutcome.Unknown);
        var stalled = _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default);
        await Until.TrueAsync(() => Task.FromResult(network.Finds == 1), "it looks");
        await _delivering.Deliver.TryOnceAsync(await _delivering.TakeOverAsync(answer), default);
        look.SetResult();
        await stalled;
        Assert.That((network.Calls, (await _delivering.SeeAsync(answer)).State), Is.EqualTo((1, AnswerState.Delivered)));
    }

    [Test]
    public async Task A_look_up_and_each_attempt_extend_the_lease_so_that_a_slow_network_keeps_one_holder()
    {
        var untils = new List<DateTimeOffset?>();
        async Task PassAsync()
        {
            untils.Add((await _store.AllAsync<Answer>())[0].LeasedUntil);
            _store.Clock.Advance(TimeSpan.FromSeconds(29));
            untils.Add(_store.Clock.GetUtcNow());
        }
        var answer = await AnswerAsync(
            new AskableNetwork(async (_, _) => { await PassAsync(); return Taken; }, async (_, _) => { await PassAsync(); return null; }), AttemptOutcome.Unknown);
        var claim = await _delivering.ClaimAsync(answer);
        _store.Clock.Advance(TimeSpan.FromSeconds(100));
        await _delivering.Deliver.TryOnceAsync(claim, default);
        var (start, lease) = (Some.Monday.AddSeconds(100), _delivering.Leases.Delivery);
        Assert.That(untils, Is.EqualTo(new[] { start + lease, start.AddSeconds(29), start.AddSeconds(29) + lease, start.AddSeconds(58) }));
        Assert.That(lease, Is.GreaterThan(TimeSpan.FromSeconds(30 + 20 + 30)), "the longest try without an extension");
    }

    static readonly Dictionary<string, Func<Delivering, AnswerClaim, long, Task>> Writes = new()
    {
        ["deliver"] = (d, claim, _) => d.Settle.DeliverAsync(claim, Delivering.Posted("other"), default),
        ["fail"] = (d, claim, _) => d.Settle.FailAsync(claim, "duplicate", false, default),
        ["leave to a person"] = (d, claim, _) => d.Settle.LeaveToPersonAsync(claim, "who knows", default),
        ["put off"] = (d, claim, _) => d.PutOff.HandleAsync(claim, new TryLaterException("busy"), default),
        ["release"] = (d, claim, _) => d.PutOff.ReleaseAsync(claim),
        ["renew"] = (d, claim, _) => d.Attempts.RenewAsync(claim, default),
        ["begin"] = (d, claim, _) => d.Attempts.BeginAsync(claim, false, default),
        ["end"] = (d, claim, attempt) => d.Attempts.EndAsync(claim, attempt, AttemptOutcome.NotTaken, "late"),
    };

    static IEnumerable<string> Written => Writes.Keys;

    [Test]
    public async Task A_former_holder_writes_nothing([ValueSource(nameof(Written))] string write, [Values] bool isDelivered)
    {
        var answer = await AnswerAsync(new PlayedNetwork(_ => Taken));
        var former = await _delivering.ClaimAsync(answer);
        var attempt = await _delivering.Attempts.BeginAsync(former, false, default);
        var holder = await _delivering.TakeOverAsync(answer);
        if (isDelivered)
            await _delivering.Settle.DeliverAsync(holder, Delivering.Posted(), default);
        var before = await RowsAsync();
        await Writes[write](_delivering, former, attempt!.Value);
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_process_that_was_held_up_before_the_call_sends_nothing()
    {
        var network = new PlayedNetwork(_ => Taken);
        var answer = await AnswerAsync(network);
        var heldUp = _delivering.By(new Leaping(TimeSpan.FromMinutes(1.1)));
        Assert.That(async () => await heldUp.TryOnceAsync(await _delivering.ClaimAsync(answer), default), Throws.InstanceOf<TryLaterException>());
        Assert.That(network.Calls, Is.Zero);
        Assert.That((await _store.AllAsync<DeliveryAttempt>()).Single().Outcome, Is.EqualTo(AttemptOutcome.NotTaken));
    }

    [Test]
    public async Task What_a_person_retries_is_sent_again_where_nothing_can_be_looked_up()
    {
        var network = new PlayedNetwork(call => call == 1 ? throw new HttpRequestException("cut off") : Taken);
        var answer = await AnswerAsync(network);
        Assert.That(async () => await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default), Throws.InstanceOf<HttpRequestException>());
        await _delivering.Deliver.TryOnceAsync(await _delivering.TakeOverAsync(answer), default);
        Assert.That(((await _delivering.SeeAsync(answer)).State, network.Calls), Is.EqualTo((AnswerState.Unknown, 1)), "never by itself");

        await _delivering.Work.RetryAsync(answer.Id, Delivering.Olga, default);
        await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default);
        Assert.That(((await _delivering.SeeAsync(answer)).State, network.Calls), Is.EqualTo((AnswerState.Delivered, 2)));
    }

    [Test]
    public async Task What_a_person_retries_is_looked_up_first_where_it_can_be()
    {
        var network = new AskableNetwork((_, _) => Task.FromResult(Taken), (_, _) => Task.FromResult<Delivery.Delivered?>(Delivering.Posted()));
        var answer = await AnswerAsync(network, AttemptOutcome.Unknown);
        await _delivering.Settle.LeaveToPersonAsync(await _delivering.ClaimAsync(answer), "it could not be asked", default);
        _store.Clock.Advance(TimeSpan.FromMinutes(1));
        await _delivering.Work.RetryAsync(answer.Id, Delivering.Olga, default);
        await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default);
        Assert.That(((await _delivering.SeeAsync(answer)).State, network.Calls, network.Finds), Is.EqualTo((AnswerState.Delivered, 0, 1)));
    }

    [TestCase(AttemptOutcome.Unknown, AnswerState.Unknown)]
    [TestCase(AttemptOutcome.NotTaken, AnswerState.Failed)]
    public async Task A_refusal_says_nothing_of_an_earlier_attempt_that_may_have_posted_it(string earlier, string state)
    {
        var answer = await AnswerAsync(new RepeatableNetwork((_, _) => Task.FromResult<Delivery>(new Delivery.Refused("not allowed"))), earlier);
        await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default);
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(state));
    }

    [Test]
    public async Task What_was_looked_up_and_is_refused_has_failed()
    {
        var answer = await AnswerAsync(new AskableNetwork((_, _) => Task.FromResult<Delivery>(new Delivery.Refused("not allowed")), (_, _) => Task.FromResult<Delivery.Delivered?>(null)), AttemptOutcome.Unknown);
        await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default);
        Assert.That((await _delivering.SeeAsync(answer)).State, Is.EqualTo(AnswerState.Failed));
    }

    [Test]
    public async Task An_answer_waits_while_its_channel_cannot_be_connected()
    {
        var answer = await AnswerAsync(new PlayedNetwork(_ => Taken));
        _store.Organization.Set(new(2, _store.Organization.Now.File with { Channels = [Some.Channel, Some.Channel with { Name = "broken" }] }));
        await _store.Database.WriteAsync(async db => (await db.Answers.FindAsync(answer.Id))!.Channel = "broken");
        Assert.That(async () => await _delivering.Deliver.TryOnceAsync(await _delivering.ClaimAsync(answer), default),
            Throws.InstanceOf<TryLaterException>().With.Message.EqualTo("its setting is wrong"));
    }

    async Task<string> RowsAsync() => JsonSerializer.Serialize((
        await _store.AllAsync<Answer>(), await _store.AllAsync<DeliveryAttempt>(), (await _store.AllAsync<TimelineEntry>()).Select(e => e.Event)), IncludeFields);

    static readonly JsonSerializerOptions IncludeFields = new() { IncludeFields = true };

    async Task<Answer> AnswerAsync(IConnector network, params string?[] outcomes)
    {
        _delivering = new Delivering(_store, ("site", network));
        return await _delivering.AnswerAsync(outcomes: outcomes);
    }

    /// <summary>Each look at it is much later than the one before.</summary>
    sealed class Leaping(TimeSpan by) : TimeProvider
    {
        long _looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Interlocked.Increment(ref _looks) * by.Ticks;
        public override DateTimeOffset GetUtcNow() => Some.Monday;
    }
}
