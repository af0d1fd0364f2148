using Escalation.Organization;
using Escalation.Storage;
using Escalation.Telemetry;
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
    /// <summary>What was erased is in the model no longer than this.</summary>
    static readonly TimeSpan Forgets = TimeSpan.FromHours(1);
    /// <summary>Building takes at most this share of a core, as far as the minute allows.</summary>
    const double ShareOfCore = 0.1;
    /// <summary>Commits may become visible in another order than their ids.</summary>
    const int Overlap = 200;

    readonly TellSeldom _failures = new(time);

    HashSet<long> _seen = [];
    int _known;
    DateTimeOffset? _firstNew, _lastNew;
    DateTimeOffset _built = time.GetUtcNow();
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
                _failures.Tell(log, e, $"Learning from what people taught failed, retry in {Interval}");
            }
        }
    }

    /// <summary>What is done every two seconds.</summary>
    public async Task FollowAsync(CancellationToken stopping)
    {
        await LearnNewAsync(stopping);
        var now = time.GetUtcNow();
        if (learned.SinceBuilding is var since && since != _known)
        {
            _known = since;
            _lastNew = now;
            _firstNew ??= now;
        }
        if (IsDue(now))
            await BuildAsync(stopping);
        else if (learned.OrganizationVersion != organization.Now.Version)
            await learned.FollowOrganizationAsync(stopping);
    }

    bool IsDue(DateTimeOffset now) =>
        _firstNew is { } first && (now - _lastNew >= Pause || now - first >= Longest) && now - first >= _rest
        || learned.BuiltThrough > 0 && now - _built >= Forgets;

    /// <summary>What this replica taught is among them, and was learned before.</summary>
    async Task LearnNewAsync(CancellationToken stopping)
    {
        var after = Math.Max(learned.BuiltThrough, _seen.DefaultIfEmpty().Max()) - Overlap;
        var ids = await database.ReadAsync(db => db.TopicExamples.Where(e => e.Id > after).Select(e => e.Id).ToListAsync(stopping));
        var unseen = ids.Where(id => !_seen.Contains(id)).ToList();
        if (unseen.Count > 0)
        {
            foreach (var example in await database.ReadAsync(db => StoredExamples.LoadAsync(db, unseen, stopping)))
                learned.Learn(new TaughtQuestion(example.Id, example.ConversationId, example.Text, example.Topic, example.Asker));
        }
        _seen = [.. ids];
    }

    async Task BuildAsync(CancellationToken stopping)
    {
        var start = time.GetTimestamp();
        await learned.BuildAsync(stopping);
        _firstNew = _lastNew = null;
        _known = 0;
        _built = time.GetUtcNow();
        var took = time.GetElapsedTime(start);
        _rest = took / ShareOfCore < Longest ? took / ShareOfCore : Longest;
    }
}
