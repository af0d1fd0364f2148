using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary>What a manager decides at one replica, the others know a moment later. On the servers alone: an embedded service is one process.</summary>
public sealed class When_a_replica_learns
{
    readonly FakeClock _clock = new();
    TestService _one = null!, _other = null!;

    [SetUp]
    public async Task StartAsync()
    {
        var servers = Testing.SetUp.Of(Testing.SetUp.Servers);
        _one = await TestService.StartAsync(servers, Sample.Organization(), _clock);
        _other = await TestService.RestartAsync(servers, time: _clock);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_other is not null)
            await _other.StopAsync();
        if (_one is not null)
            await _one.DisposeAsync();
    }

    [Test]
    public async Task The_others_know_it_as_well()
    {
        var taught = await _one.Admin.AskAsync(Sample.Channel, "p1", "The driver left my order at the neighbour's door and nobody was home");
        await _one.Admin.InStateAsync(taught, "triage");
        await _one.Admin.DoAsync($"conversations/{taught}/forward", new { by = "mia", to = "topic:delivery" });
        // Either process may take a question from the bus: when both know it, several in a row go right.
        var inARow = 0;
        await Until.TrueAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            var post = $"p{_clock.GetUtcNow().Ticks}";
            var asked = await _other.Admin.AskAsync(Sample.Channel, post, "The driver left an order at the neighbour's door, nobody was home", author: post);
            var routed = await Until.SeenAsync(() => _other.Admin.ConversationAsync(asked), c => c["state"]!.GetValue<string>() is not "received", "it is routed");
            inARow = routed["topic"]?.GetValue<string>() == "delivery" ? inARow + 1 : 0;
            return inARow == 8;
        }, "both have learned it");
    }
}
