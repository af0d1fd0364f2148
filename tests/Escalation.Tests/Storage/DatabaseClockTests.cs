using Escalation.Storage;
using Escalation.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Storage;

/// <summary>What time it is where several machines ask one database (decision 0018).</summary>
public sealed class DatabaseClockTests
{
    readonly FakeClock _machine = new(Some.Monday);

    [Test]
    public async Task It_shows_the_databases_time_by_the_quickest_answer()
    {
        var clock = new DatabaseClock(_machine);
        var ways = new Queue<double>([4, 9, 0.2, 2, 6]);
        await clock.MeasureAsync(() =>
        {
            var way = ways.Dequeue();
            _machine.Advance(TimeSpan.FromSeconds(way));
            // Told at half of the way, where it is slow not even then.
            return Task.FromResult(_machine.GetUtcNow() - TimeSpan.FromSeconds(way > 1 ? way : way / 2) + TimeSpan.FromMinutes(-3));
        });
        Assert.That(clock.GetUtcNow(), Is.EqualTo(_machine.GetUtcNow().AddMinutes(-3)).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(clock.MachineIsAhead, Is.EqualTo(TimeSpan.FromMinutes(3)).Within(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task Two_machines_that_disagree_agree_by_it()
    {
        var (early, late) = (new FakeClock(Some.Monday.AddHours(-1)), new FakeClock(Some.Monday.AddHours(1)));
        var clocks = new[] { new DatabaseClock(early), new DatabaseClock(late) };
        foreach (var clock in clocks)
            await clock.MeasureAsync(() => Task.FromResult(Some.Monday));
        early.Advance(TimeSpan.FromSeconds(5));
        late.Advance(TimeSpan.FromSeconds(5));
        Assert.That(clocks.Select(clock => clock.GetUtcNow()), Is.All.EqualTo(Some.Monday.AddSeconds(5)));
    }

    [Test]
    public async Task It_stands_still_rather_than_going_back()
    {
        var clock = new DatabaseClock(_machine);
        var shown = clock.GetUtcNow();
        await clock.MeasureAsync(() => Task.FromResult(shown.AddSeconds(-10)));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(shown));
        _machine.Advance(TimeSpan.FromSeconds(11));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(shown.AddSeconds(1)));
    }

    [Test]
    public async Task PostgreSql_tells_its_time()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await PostgreSql.CreateAsync(name);
        try
        {
            await using var services = Services(PostgreSql.ConnectionString(name)).BuildServiceProvider();
            var clock = (DatabaseClock)services.GetRequiredService<TimeProvider>();
            await services.GetRequiredService<FollowDatabaseClock>().MeasureAsync(default);
            Assert.That(clock.MachineIsAhead.Duration(), Is.LessThan(TimeSpan.FromSeconds(5)), "both run on one machine");
        }
        finally
        {
            await PostgreSql.DropAsync(name);
        }
    }

    [Test]
    public void A_clock_that_is_given_is_kept()
    {
        using var services = Services("Host=nowhere", _machine).BuildServiceProvider();
        Assert.That(services.GetRequiredService<TimeProvider>(), Is.SameAs(_machine));
        Assert.That(services.GetService<FollowDatabaseClock>(), Is.Null);
    }

    static IServiceCollection Services(string connection, TimeProvider? given = null)
    {
        var services = new ServiceCollection().AddLogging();
        if (given is not null)
            services.AddSingleton(given);
        return services.AddEscalation(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connection }, "");
    }
}
