using System.Text;
using Escalation.Access;
using Escalation.Organization;
using Escalation.Tests.Storage;

namespace Escalation.Tests.Access;

public class ApiKeysTests
{
    Store _store = null!;
    ApiKeys _keys = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _store = await Store.NewAsync();
        Apply(Some.Person("ann", roles: [Role.Expert, Role.Manager]));
        _keys = new ApiKeys(_store.Database, _store.Organization, _store.Clock);
    }

    [TearDown]
    public async Task StopAsync() => await _store.DisposeAsync();

    [Test]
    public async Task A_key_opens_for_its_person_in_its_one_role()
    {
        var key = await _keys.AddAsync("ann's laptop", Role.Expert, "ann", []);
        var found = await _keys.FindAsync(key);
        Assert.That(found?.Actor.Name, Is.EqualTo("ann"));
        Assert.That(found?.Actor.Roles, Is.EqualTo(new[] { Role.Expert }));
        Assert.That(found?.Actor.Person, Is.Not.Null);
    }

    [Test]
    public async Task An_integrations_key_names_its_channels_and_is_no_person()
    {
        var key = await _keys.AddAsync("shop", Role.Integration, null, ["site", "app"]);
        var found = await _keys.FindAsync(key);
        Assert.That(found?.Actor.Person, Is.Null);
        Assert.That(found?.Actor.Name, Is.EqualTo("shop"));
        Assert.That(found?.Channels, Is.EqualTo(new[] { "site", "app" }));
    }

    [Test]
    public async Task The_database_does_not_hold_the_key()
    {
        var key = await _keys.AddAsync("ann", Role.Expert, "ann", []);
        var row = (await _store.AllAsync<ApiKey>()).Single();
        Assert.That(row.Hash, Has.Length.EqualTo(32).And.Not.EqualTo(Encoding.UTF8.GetBytes(key)));
        Assert.That(System.Text.Json.JsonSerializer.Serialize(row), Does.Not.Contain(key));
    }

    [TestCase("")]
    [TestCase("esc_")]
    [TestCase("esc_0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task An_unknown_key_opens_nothing(string key)
    {
        await _keys.AddAsync("ann", Role.Expert, "ann", []);
        Assert.That(await _keys.FindAsync(key), Is.Null);
    }

    [Test]
    public async Task A_retired_persons_key_is_refused()
    {
        var key = await _keys.AddAsync("ann", Role.Expert, "ann", []);
        Apply(Some.Person("bob"));
        Assert.That(await _keys.FindAsync(key), Is.Null);
    }

    [Test]
    public async Task A_key_for_a_role_that_its_person_lost_is_refused()
    {
        var managing = await _keys.AddAsync("ann", Role.Manager, "ann", []);
        var answering = await _keys.AddAsync("ann", Role.Expert, "ann", []);
        Apply(Some.Person("ann", roles: Role.Expert));
        Assert.That(await _keys.FindAsync(managing), Is.Null);
        Assert.That(await _keys.FindAsync(answering), Is.Not.Null);
    }

    [Test]
    public async Task A_revoked_key_is_refused()
    {
        var key = await _keys.AddAsync("shop", Role.Integration, null, []);
        await _store.Database.WriteAsync(db =>
        {
            foreach (var row in db.ApiKeys)
                row.RevokedAt = Some.Monday;
            return Task.CompletedTask;
        });
        Assert.That(await _keys.FindAsync(key), Is.Null);
    }

    [Test]
    public async Task The_configured_key_is_an_administrators_and_is_made_once()
    {
        await _keys.EnsureAsync("configured");
        await _keys.EnsureAsync("configured");
        Assert.That(await _store.AllAsync<ApiKey>(), Has.Count.EqualTo(1));
        Assert.That((await _keys.FindAsync("configured"))?.Actor.Roles, Is.EqualTo(new[] { Role.Admin }));
    }

    [Test]
    public void New_keys_are_long_and_differ()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => ApiKeys.NewKey()).ToList();
        Assert.That(keys, Is.Unique.And.All.Matches("^esc_[0-9a-f]{64}$"));
    }

    void Apply(params Person[] people) => _store.Organization.Set(new(_store.Organization.Now.Version + 1, new OrganizationFile { People = [.. people] }));
}
