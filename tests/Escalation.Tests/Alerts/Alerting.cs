using System.Collections.Immutable;
using Escalation.Alerts;

namespace Escalation.Tests.Alerts;

/// <summary>Notices and messages of which a test says only what matters to it.</summary>
static class Alerting
{
    public static Notice Notice(string text = "Nobody is free.", string @event = NoticeEvents.Uncovered, string channel = "chat", string reader = "", DateTimeOffset? at = null) => new()
    {
        Id = Escalation.Storage.Ids.New(at ?? Some.Monday), Channel = channel, Reader = reader, Event = @event, Text = text, At = at ?? Some.Monday, To = reader == "" ? [] : [reader],
    };

    public static AlertMessage Message(params ImmutableArray<Notice> notices) => Message(null, notices);

    public static AlertMessage Message(Escalation.Organization.Person? to, params ImmutableArray<Notice> notices) => new(
        new Guid("11111111-2222-3333-4444-555555555555"), "chat", to?.Name ?? "", to, Some.Monday.AddMinutes(1),
        [.. notices.Take(AlertMessage.Listed)], notices.GroupBy(n => n.Event).ToDictionary(g => g.Key, g => g.Count()));

    /// <param name="count">Breaches, one a second.</param>
    public static ImmutableArray<Notice> Burst(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Notice($"Breach {i}", NoticeEvents.Breached, at: Some.Monday.AddSeconds(i)))];
}
