using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Escalation.Alerts;
using Escalation.Organization;
using Escalation.Storage;
using Escalation.Testing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

/// <summary><c>GET /events</c>: who listens hears what happens as it happens, and nothing that they may not see.</summary>
public sealed class When_things_happen_live : OneService
{
    [Test]
    public async Task A_manager_hears_all_and_an_expert_what_is_of_the_own_topics()
    {
        using var mia = await WithKeyAsync(Role.Manager, "mia");
        using var ann = await WithKeyAsync(Role.Expert, "ann");
        var invoice = await Api.AskAsync(Sample.Channel, "b1", "Where is my invoice?");
        await Api.InStateAsync(invoice, "assigned");
        using var all = await Listener.OpenAsync(mia);
        using var own = await Listener.OpenAsync(ann);
        await Api.DoAsync($"conversations/{invoice}/notes", new { text = "Secret words" });
        var parcel = await Api.AskAsync(Sample.Channel, "d1", "Where is my parcel?");
        await all.HearAsync(parcel, "assigned");
        await Api.DoAsync($"conversations/{invoice}/priority", new { to = "high" });
        await all.HearAsync(invoice, "priority");
        await own.HearAsync(invoice, "priority");

        var noted = await own.HearAsync(invoice, "noted");
        Assert.That(own.Heard.Select(item => item.Data["conversation"]?.GetValue<string>()), Has.All.EqualTo(invoice));
        Assert.That(noted.EventId, Is.Not.Empty);
        Assert.That(noted.Data["at"]!.GetValue<string>(), Does.EndWith("Z"));
        Assert.That(noted.Data["by"]!.GetValue<string>(), Is.EqualTo("bootstrap"));
        Assert.That(all.Heard.Select(item => item.Data.ToJsonString()), Has.None.Contains("Secret words"));
        Assert.That(all.Heard.Select(item => item.EventId), Is.Unique);
    }

    [Test]
    public async Task A_manager_hears_what_is_likeliest_of_a_question_in_triage()
    {
        using var mia = await WithKeyAsync(Role.Manager, "mia");
        using var all = await Listener.OpenAsync(mia);
        var id = await Api.AskAsync(Sample.Channel, "t1", "Which of your bicycles is the lightest?");
        var heard = await all.HearAsync(id, "triage");
        var guesses = heard.Data["guesses"]!.AsArray().Select(Likely).ToList();
        Assert.That(guesses, Is.Not.Empty.And.EqualTo((await Api.ConversationAsync(id))["guesses"]!.AsArray().Select(Likely)));
        Assert.That(heard.Data.ToJsonString(), Does.Not.Contain("bicycles"), "the asker's own words stay with the question");
        static (string, double) Likely(JsonNode? guess) => (guess!["topic"]!.GetValue<string>(), guess["confidence"]!.GetValue<double>());
    }

    [Test]
    public async Task Alerts_and_that_somebody_has_seen_them_are_heard_by_those_who_watch()
    {
        using var olga = await WithKeyAsync(Role.Ops, "olga");
        using var ann = await WithKeyAsync(Role.Expert, "ann");
        using var ops = await Listener.OpenAsync(olga);
        using var expert = await Listener.OpenAsync(ann);
        var (id, at) = (Guid.NewGuid(), TimeProvider.System.GetUtcNow());
        await Service.Services.GetRequiredService<Database>().WriteAsync(db =>
        {
            db.Raise(OrganizationFile.Empty, AlertKinds.AlertFailed, at, "An alert channel fails.");
            id = db.Alerts.Local.Single().Id;
            return Task.CompletedTask;
        });
        var heard = await ops.HearAsync(null, "alert");
        Assert.That((heard.Data["alert"]!.GetValue<Guid>(), heard.Data["kind"]!.GetValue<string>()), Is.EqualTo((id, "alertFailed")));

        await olga.DoAsync($"alerts/{id}/acknowledge");
        heard = await ops.HearAsync(null, "acknowledged");
        Assert.That((heard.Data["alert"]!.GetValue<Guid>(), heard.Data["by"]!.GetValue<string>()), Is.EqualTo((id, "olga")));
        Assert.That(expert.Heard.Where(item => item.Data["alert"] is not null), Is.Empty, "it is of no conversation of theirs");
    }

    sealed class Listener : IDisposable
    {
        readonly ConcurrentQueue<SseItem<JsonNode>> _heard = [];
        readonly HttpResponseMessage _stream;

        Listener(HttpResponseMessage stream) => _stream = stream;

        public IReadOnlyCollection<SseItem<JsonNode>> Heard => _heard;

        public static async Task<Listener> OpenAsync(ApiClient client)
        {
            var stream = await client.StreamAsync("events");
            Assert.That(stream.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
            var listener = new Listener(stream);
            _ = listener.ListenAsync();
            return listener;
        }

        public async Task<SseItem<JsonNode>> HearAsync(string? conversation, string what)
        {
            bool IsIt(SseItem<JsonNode> item) => item.EventType == what && item.Data["event"]!.GetValue<string>() == what && item.Data["conversation"]?.GetValue<string>() == conversation;
            await Until.TrueAsync(() => Task.FromResult(_heard.Any(IsIt)), $"{what} of {conversation} is heard");
            return _heard.First(IsIt);
        }

        async Task ListenAsync()
        {
            try
            {
                var events = SseParser.Create(await _stream.Content.ReadAsStreamAsync(), (_, data) => JsonNode.Parse(data)!);
                await foreach (var item in events.EnumerateAsync())
                    _heard.Enqueue(item);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
            {
                // The listener hung up.
            }
        }

        public void Dispose() => _stream.Dispose();
    }
}
