using Escalation.Organization;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;
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

    /// <summary>Null until it has first looked: what the model was built from is not new.</summary>
    HashSet<long>? _seen;
    DateTimeOffset? _firstNew, _lastNew;
    TimeSpan _rest;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
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

    /// <summary>What is done every two seconds.</summary>
    public async Task FollowAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        if (await LearnNewAsync(stopping))
        {
            _lastNew = now;
            _firstNew ??= now;
        }
        var isDue = _firstNew is { } first && (now - _lastNew >= Pause || now - first >= Longest) && now - first >= _rest;
        if (isDue)
            await BuildAsync(stopping);
        else if (learned.OrganizationVersion != organization.Now.Version)
            await learned.FollowOrganizationAsync(stopping);
    }

    /// <summary>What this replica taught is among them, and was learned before.</summary>
    async Task<bool> LearnNewAsync(CancellationToken stopping)
    {
        var after = Math.Max(learned.BuiltThrough, _seen?.DefaultIfEmpty().Max() ?? 0) - Overlap;
        var ids = await database.ReadAsync(db => db.TopicExamples.Where(e => e.Id > after).Select(e => e.Id).ToListAsync(stopping));
        _seen ??= [.. ids.Where(id => id <= learned.BuiltThrough)];
        var unseen = ids.Where(id => !_seen.Contains(id)).ToList();
        _seen = [.. ids];
        if (unseen.Count == 0)
            return false;
        foreach (var example in await database.ReadAsync(db => StoredExamples.LoadAsync(db, unseen, stopping)))
            learned.Learn(new TaughtQuestion(example.Id, example.ConversationId, example.Text, example.Topic));
        return true;
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
