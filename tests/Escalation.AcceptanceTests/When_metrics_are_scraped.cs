using Escalation.Testing;
using NUnit.Framework;

namespace Escalation.AcceptanceTests;

[TestFixture(SetUp.Embedded)]
[TestFixture(SetUp.Servers)]
public sealed class When_metrics_are_scraped(string kind)
{
    [Test]
    public async Task A_question_s_way_is_told_to_anybody_who_asks()
    {
        // Counters are the process's, and other tests use the usual name.
        var channel = $"site-{Guid.NewGuid():N}"[..13];
        await using var receiver = await Receiver.StartAsync();
        await using var service = await TestService.StartAsync(SetUp.Of(kind), Sample.Organization(receiver.Url).Replace($"\"{Sample.Channel}\"", $"\"{channel}\""));
        await service.Admin.AskAsync(channel, "p1", "Where is my refund?");
        await service.Admin.AskAsync(channel, "p1", "Where is my refund?");
        var id = await service.Admin.AskAsync(channel, "p2", "When does the courier come?");
        await service.Admin.InStateAsync(id, "assigned");
        await service.Admin.DoAsync($"conversations/{id}/answers", new { text = "At five.", by = "bob" });
        await service.Admin.InStateAsync(id, "answered");

        using var anybody = new HttpClient { BaseAddress = service.Address };
        using var response = await anybody.GetAsync("/metrics");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
            Assert.That(text, Does.Contain($"escalation_posts_received_total{{channel=\"{channel}\",outcome=\"question\"}} 2\n"));
            Assert.That(text, Does.Contain($"escalation_posts_received_total{{channel=\"{channel}\",outcome=\"duplicate\"}} 1\n"));
            Assert.That(text, Does.Contain($"escalation_answers_brought_total{{channel=\"{channel}\",outcome=\"delivered\"}} 1\n"));
            Assert.That(text, Does.Contain($"escalation_delivery_attempt_duration_seconds_count{{channel=\"{channel}\",outcome=\"delivered\"}} 1\n"));
            Assert.That(text, Does.Contain("escalation_questions_routed_total{outcome=\"assigned\",topic=\"delivery\"} "));
            Assert.That(text, Does.Contain("escalation_questions_first_assignment_seconds_bucket{le=\"+Inf\"} "));
            Assert.That(text, Does.Contain("escalation_deadlines_judged_total{outcome=\"met\",target=\"firstResponse\"} "));
            Assert.That(text, Does.Contain("escalation_conversations_open{state=\"answered\"} 1\n"));
            Assert.That(text, Does.Contain("escalation_conversations_open{state=\"triage\"} 0\n"));
            Assert.That(text, Does.Contain("escalation_deadlines_overdue 0\n"));
            Assert.That(text, Does.Contain("escalation_outbox_pending "));
            Assert.That(text, Does.Contain("http_server_request_duration_seconds_bucket{"));
            Assert.That(text, Does.Contain("dotnet_gc_collections_total{"));
            Assert.That(text, Does.Not.Contain("Database=test_"), "a connection string");
            Assert.That(text, Does.Not.Match("""\b(zoe|ann|bob)\b"""));
        });
    }
}
