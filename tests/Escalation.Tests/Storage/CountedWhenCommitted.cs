using Escalation.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Escalation.Tests.Storage;

public sealed class CountedWhenCommitted
{
    DirectoryInfo _data = null!;
    ServiceProvider _services = null!;
    Database _database = null!;

    [SetUp]
    public void Open()
    {
        _data = Directory.CreateTempSubdirectory("escalation-");
        _services = new ServiceCollection().AddLogging().AddEscalation(new StorageOptions(), _data.FullName).BuildServiceProvider();
        _database = _services.GetRequiredService<Database>();
    }

    [TearDown]
    public async Task Close()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    [Test]
    public async Task Work_that_is_done_anew_is_counted_once_and_after_its_commit()
    {
        int tries = 0, counted = 0;
        await _database.WriteAsync(db =>
        {
            db.WhenCommitted(() => counted++);
            Assert.That(counted, Is.Zero);
            return ++tries < 3 ? throw new DbUpdateConcurrencyException() : Task.CompletedTask;
        });
        Assert.That((tries, counted), Is.EqualTo((3, 1)));
    }

    [Test]
    public void Work_that_fails_is_not_counted()
    {
        var counted = 0;
        Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync(db =>
        {
            db.WhenCommitted(() => counted++);
            return Task.FromException(new InvalidOperationException());
        }));
        Assert.That(counted, Is.Zero);
    }

    [Test]
    public async Task What_fails_after_the_commit_takes_nothing_back_and_keeps_no_other()
    {
        var counted = 0;
        await _database.WriteAsync(db =>
        {
            db.WhenCommitted(() => counted++);
            db.WhenCommitted(() => throw new InvalidOperationException("after the commit"));
            db.WhenCommitted(() => counted++);
            return Task.CompletedTask;
        });
        Assert.That(counted, Is.EqualTo(2));
    }
}
