using Escalation.Storage;
using Escalation.Testing;
using Escalation.Timers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Timers;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class NextDueSweeperTests
{
    static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    readonly FakeClock _clock = new(Some.Monday);
    Sweeper _sweeper = null!;

    [TearDown]
    public async Task StopAsync()
    {
        await _sweeper.StopAsync(CancellationToken.None);
        Assert.That(_sweeper.ExecuteTask!.IsFaulted, Is.False);
        Assert.That(_clock.Timers, Is.Zero, "a stopped sweeper leaves no timer");
        _sweeper.Dispose();
    }

    [Test]
    public async Task Sleeps_until_the_next_is_due_and_takes_it_then()
    {
        await StartAsync(200, 300);
        Assert.That(_clock.NextTimerAt, Is.EqualTo(At(201)));
        _clock.Advance(Millisecond * 200);
        Assert.That(_sweeper.Taken, Is.Empty, "at its very time it is not overdue");
        _clock.Advance(Millisecond);
        await TakenAsync(1);
        Assert.That(_sweeper.Taken, Is.EqualTo(new[] { (Due: At(200), At: At(201)) }));
        await AsleepAsync();
        Assert.That(_clock.NextTimerAt, Is.EqualTo(At(301)));
    }

    [Test]
    public async Task Looks_every_second_for_what_others_wrote()
    {
        await StartAsync();
        Assert.That(_clock.NextTimerAt, Is.EqualTo(At(1_000)));
        _sweeper.Add(At(100));
        _clock.Advance(Millisecond * 1_000);
        await TakenAsync(1);
    }

    [Test]
    public async Task What_is_overdue_at_the_start_is_taken_at_once()
    {
        await StartAsync(-100_000, -1);
        Assert.That(_sweeper.Taken, Has.Count.EqualTo(2));
    }

    [TestCase(1)]
    [TestCase(37)]
    [TestCase(499)]
    [TestCase(3_600_000)]
    public async Task However_time_passes_each_is_taken_once(int step)
    {
        var random = new Random(step);
        var dues = Enumerable.Range(0, 40).Select(_ => random.Next(0, Math.Max(50, Math.Min(2_000, step * 10)))).ToArray();
        await StartAsync(dues);
        for (var now = 0; now <= dues.Max() + 1; now += step)
        {
            _clock.Advance(Millisecond * step);
            await TakenAsync(dues.Count(due => At(due) < _clock.GetUtcNow()));
            await AsleepAsync();
        }
        Assert.That(_sweeper.Taken.Select(t => t.Due), Is.EquivalentTo(dues.Select(due => At(due))));
    }

    [Test]
    public async Task A_signal_wakes_it_before_its_time()
    {
        await StartAsync();
        _sweeper.Add(At(-1));
        _sweeper.Signal.Raise();
        await TakenAsync(1);
    }

    [Test]
    public async Task A_signal_that_comes_while_it_looks_is_not_lost()
    {
        var first = true;
        await StartAsync([-2], sweeper =>
        {
            if (!first)
                return;
            first = false;
            sweeper.AddAfterThisLook = At(-1);
        });
        await TakenAsync(2);
    }

    [Test]
    public async Task While_the_next_is_yet_to_come_nothing_else_is_looked_for()
    {
        var looks = 0;
        await StartAsync([10_000], _ => looks++);
        for (var i = 0; i < 9; i++)
        {
            _clock.Advance(Millisecond * 1_000);
            await AsleepAsync();
        }
        Assert.That(looks, Is.Zero);
    }

    [Test]
    public async Task More_than_a_batch_is_worked_off_without_sleeping()
    {
        await StartAsync([.. Enumerable.Range(-100, 100)]);
        Assert.That(_sweeper.Taken, Has.Count.EqualTo(100));
    }

    [Test]
    public async Task After_a_failure_it_tries_again()
    {
        var failures = 2;
        await StartAsync([-1], _ =>
        {
            if (failures-- > 0)
                throw new InvalidOperationException("the database is away");
        });
        Assert.That(_clock.NextTimerAt, Is.EqualTo(At(2_000)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await AsleepAsync(At(4_000));
        Assert.That(_sweeper.Taken, Is.Empty);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await TakenAsync(1);
    }

    static DateTimeOffset At(int milliseconds) => Some.Monday + Millisecond * milliseconds;

    Task StartAsync(params int[] dues) => StartAsync(dues, null);

    async Task StartAsync(int[]? dues = null, Action<Sweeper>? sweeping = null)
    {
        _sweeper = new Sweeper(_clock) { Sweeping = sweeping };
        foreach (var due in dues ?? [])
            _sweeper.Add(At(due));
        await _sweeper.StartAsync(CancellationToken.None);
        await AsleepAsync();
    }

    Task AsleepAsync(DateTimeOffset? until = null) =>
        Until.TrueAsync(() => Task.FromResult(_clock.NextTimerAt > _clock.GetUtcNow() && (until is null || _clock.NextTimerAt == until)), "it sleeps");

    Task TakenAsync(int count) => Until.SeenAsync(() => Task.FromResult(_sweeper.Taken.Count), taken => taken == count, $"{count} taken");

    sealed class Sweeper(FakeClock clock) : NextDueSweeper(clock, NullLogger.Instance)
    {
        const int Batch = 7;

        readonly List<DateTimeOffset> _rows = [];
        readonly List<(DateTimeOffset Due, DateTimeOffset At)> _taken = [];

        public CommitSignal Signal { get; } = new();
        public Action<Sweeper>? Sweeping { get; init; }
        public DateTimeOffset? AddAfterThisLook { get; set; }

        public List<(DateTimeOffset Due, DateTimeOffset At)> Taken
        {
            get
            {
                lock (_rows)
                    return [.. _taken];
            }
        }

        public void Add(DateTimeOffset due)
        {
            lock (_rows)
                _rows.Add(due);
        }

        protected override Task Woken => Signal.Next;

        public override Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation)
        {
            lock (_rows)
            {
                DateTimeOffset? next = _rows.Count == 0 ? null : _rows.Min();
                if (AddAfterThisLook is { } late)
                {
                    AddAfterThisLook = null;
                    _rows.Add(late);
                    Signal.Raise();
                }
                return Task.FromResult(next);
            }
        }

        public override Task<bool> SweepAsync(DateTimeOffset through, CancellationToken cancellation)
        {
            Sweeping?.Invoke(this);
            lock (_rows)
            {
                var now = clock.GetUtcNow();
                var due = _rows.Where(row => row <= through).Order().Take(Batch).ToList();
                due.ForEach(row => _rows.Remove(row));
                _taken.AddRange(due.Select(row => (row, now)));
                return Task.FromResult(due.Count == Batch);
            }
        }
    }
}
