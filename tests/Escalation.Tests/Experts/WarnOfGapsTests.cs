using System.Collections.Immutable;
using Escalation.Alerts;
using Escalation.Experts;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Escalation.Tests.Sla;
using Escalation.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Escalation.Tests.Experts;

public class WarnOfGapsTests
{
    /// <summary>Monday 09:00, at which the clock starts.</summary>
    static readonly DateTimeOffset Now = Some.Monday;

    Store _store = null!;

    [SetUp]
    public async Task StartAsync() => _store = await Store.NewAsync();

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_day_before_it_begins_and_only_once()
    {
        Apply(Ann(Day(1), Day(2)));
        Assert.That(await TextsAsync(hours: 0), Is.Empty, "it begins at work tomorrow, in a day to the instant");
        Assert.That(await TextsAsync(hours: 1), Is.EqualTo(new[]
        {
            "From Tuesday 2026-11-24 09:00 UTC until Wednesday 2026-11-25 09:00 UTC nobody is there for questions about billing: ann is absent.",
        }));
        Assert.That(await TextsAsync(hours: 60), Has.Count.EqualTo(1));
        var alert = (await _store.AllAsync<Alert>()).Single();
        Assert.That((alert.Kind, alert.Topic, alert.At), Is.EqualTo((AlertKinds.CoverageWarning, "billing", Now.AddMinutes(15))));
    }

    [Test]
    public async Task Weeks_of_absence_are_one_gap()
    {
        Apply(Ann(Day(-20), Day(95)));
        Assert.That(await TextsAsync(hours: 93 * 24), Has.Count.EqualTo(1).And.One.StartsWith("From Tuesday 2026-11-03 09:00 UTC nobody is there"));
    }

    [Test]
    public async Task Another_gap_is_another_warning()
    {
        Apply(Ann(new Absence(Now.AddHours(3), Now.AddHours(4), null), new Absence(Now.AddHours(5), Now.AddHours(6), null)));
        Assert.That(await TextsAsync(hours: 12), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_night_is_no_gap()
    {
        Apply(Ann(new Absence(Now.AddHours(9), Now.AddHours(23), null)));
        Assert.That(await TextsAsync(hours: 48), Is.Empty);
    }

    [TestCase("", 10, false)]
    [TestCase("billing", 10, false)]
    [TestCase("billing", 0, true, Description = "takes nothing")]
    public async Task No_gap_is_what_a_substitute_or_a_colleague_covers(string topics, int capacity, bool isGap)
    {
        Apply(Ann(new Absence(Day(1), Day(2), topics == "" ? "bob" : null)), Some.Person("bob", topics, capacity));
        Assert.That(await TextsAsync(hours: 48), Has.Count.EqualTo(isGap ? 1 : 0));
    }

    [Test]
    public async Task A_colleague_who_may_not_answer_covers_nothing()
    {
        Apply(Ann(new Absence(Day(1), Day(2), null)), Some.Person("bob", "billing") with { Roles = [Role.Ops] });
        Assert.That(await TextsAsync(hours: 48), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_organization_is_looked_at_at_once()
    {
        Apply(Ann());
        var warn = New();
        await warn.SweepAsync(Now, default);
        Assert.That(await warn.NextDueAsync(default), Is.EqualTo(Now.AddMinutes(15)));
        Apply(Ann(new Absence(Day(-1), Day(1), "bob")), Some.Person("bob", absences: [new Absence(Now.AddHours(2), Day(2), null)]));
        Assert.That(await warn.NextDueAsync(default), Is.LessThanOrEqualTo(Now));
        await warn.SweepAsync(Now, default);
        Assert.That((await _store.AllAsync<Alert>()).Single().Text, Does.StartWith("From Monday 2026-11-23 11:00 UTC until Tuesday 2026-11-24 09:00 UTC"));
    }

    [Test]
    public Task Replicas_that_look_at_once_warn_once() => LookAtOnceAsync();

    [Test]
    public async Task Replicas_that_look_at_once_warn_once_on_PostgreSql()
    {
        var name = $"warn_{Guid.NewGuid():N}";
        await PostgreSql.CreateAsync(name);
        await _store.DisposeAsync();
        _store = await Store.NewAsync(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = PostgreSql.ConnectionString(name) });
        await LookAtOnceAsync();
        await PostgreSql.DropAsync(name);
    }

    async Task LookAtOnceAsync()
    {
        Apply(Ann(new Absence(Now.AddHours(1), Day(3), null)));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => New().SweepAsync(Now, default))));
        Assert.That(await _store.AllAsync<Alert>(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_owner_of_the_topic_hears_of_it()
    {
        Apply(Ann(new Absence(Now.AddHours(1), Day(3), null)));
        await New().SweepAsync(Now, default);
        Assert.That((await _store.AllAsync<Notice>()).Single().To, Is.EqualTo(new[] { "olga" }));
    }

    /// <summary>Looks every quarter of an hour, after a restart each time.</summary>
    async Task<IReadOnlyList<string>> TextsAsync(int hours)
    {
        for (var end = _store.Clock.GetUtcNow().AddHours(hours); ; _store.Clock.Advance(TimeSpan.FromMinutes(hours > 100 ? 360 : 15)))
        {
            await New().SweepAsync(_store.Clock.GetUtcNow(), default);
            if (_store.Clock.GetUtcNow() >= end)
                return (await _store.AllAsync<Alert>()).ConvertAll(a => a.Text);
        }
    }

    WarnOfGaps New() => new(_store.Database, _store.Organization, _store.Clock, NullLogger<WarnOfGaps>.Instance);

    void Apply(params ImmutableArray<Person> people) => _store.Organization.Set(new Applied(_store.Organization.Now.Version + 1, new OrganizationFile
    {
        Calendars = [Hours.In("UTC", Hours.Office)],
        Topics = [Some.Topic("billing") with { Owner = "olga" }],
        People = [.. people, Some.Person("olga", roles: Role.Ops)],
        Alerts = [new AlertChannel("chat", "slack", [NoticeEvents.CoverageWarning], ["owner"], Settings.None)],
    }));

    static Person Ann(DateTimeOffset from, DateTimeOffset to) => Ann(new Absence(from, to, null));

    static Person Ann(params ImmutableArray<Absence> absences) => Some.Person("ann", "billing", absences: absences) with { Calendar = "office" };

    /// <summary>Midnight at the beginning of a day from this Monday on.</summary>
    static DateTimeOffset Day(int day) => Now.AddHours(-9).AddDays(day);
}
