using Escalation.Organization;
using Escalation.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Escalation.Topics;

/// <summary>
/// Brings what people taught on any replica into this one's model: each example within seconds, and all of them together
/// by building the model anew when teaching pauses, within a minute in any case. So too for a new organization.
/// </summary>
public sealed class FollowExamples(Database database, LearnedTopics learned, CurrentOrganization organization, TimeProvider time, ILogger<FollowExamples> log) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromSeconds(45);
    /// <summary>Building takes at most this share of a core, as far as the minute allows.</summary>
    const double ShareOfCore = 0.1;
    /// <summary>Commits may become visible in another order than their ids.</summary>
    const int Overlap = 200;

    long _seen;
    DateTimeOffset? _firstNew, _lastNew;
    TimeSpan _rest;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        _seen = learned.BuiltThrough;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await FollowAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(e, "Learning from what people taught failed; it is tried again");
            }
        }
    }

    async Task FollowAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        var recent = await database.ReadAsync(db => StoredExamples.LoadAfterAsync(db, _seen - Overlap, stopping));
        foreach (var example in recent)
            learned.Learn(new TaughtQuestion(example.Id, example.ConversationId, example.Text, example.Topic));
        if (recent.Count > 0 && recent[^1].Id > _seen)
        {
            _seen = recent[^1].Id;
            _lastNew = now;
            _firstNew ??= now;
        }
        var isDue = _firstNew is { } first && (now - _lastNew >= Pause || now - first >= Longest) && now - first >= _rest;
        if (isDue || learned.OrganizationVersion != organization.Now.Version)
            await BuildAsync(stopping);
    }

    async Task BuildAsync(CancellationToken stopping)
    {
        var start = time.GetTimestamp();
        _firstNew = _lastNew = null;
        await learned.BuildAsync(stopping);
        var took = time.GetElapsedTime(start);
        _rest = took / ShareOfCore < Longest ? took / ShareOfCore : Longest;
    }
}
