using System.Collections.Concurrent;
using System.Diagnostics;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Escalation.Benchmarks.Timers;

/// <summary>Sees every commit of this process when it is done, and which deadlines it judged and steps it let act: only then others see it too.</summary>
sealed class Commits : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    readonly ConcurrentDictionary<Guid, Seen> _judged = [], _fired = [];
    readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public sealed record Seen(DateTimeOffset DueAt, DateTimeOffset CommittedAt, int Replica)
    {
        public TimeSpan Lateness => CommittedAt - DueAt;
    }

    /// <summary>Which one is working; flows into everything that is started under it.</summary>
    public static AsyncLocal<int> Replica { get; } = new();

    public IReadOnlyCollection<Seen> Judged => [.. _judged.Values];
    public IReadOnlyCollection<Seen> Fired => [.. _fired.Values];
    public int JudgedCount => _judged.Count;
    public int FiredCount => _fired.Count;

    public static Commits Listen()
    {
        var commits = new Commits();
        commits._subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(commits));
        return commits;
    }

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.EntityFrameworkCore")
            _subscriptions.Add(listener.Subscribe(this, name => name == RelationalEventId.TransactionCommitted.Name));
    }

    public void OnNext(KeyValuePair<string, object?> happened)
    {
        if (happened.Value is not TransactionEndEventData { Context: EscalationDb db })
            return;
        var now = TimeProvider.System.GetUtcNow();
        // Looking at the rows must not make EF Core compare them all.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.Entity is Deadline { State: DeadlineState.Breached, DueAt: { } dueAt } deadline)
                _judged.TryAdd(deadline.Id, new Seen(dueAt, now, Replica.Value));
            else if (entry.Entity is EscalationStep { State: EscalationStepState.Fired, DueAt: { } stepAt } step)
                _fired.TryAdd(step.Id, new Seen(stepAt, now, Replica.Value));
        }
        db.ChangeTracker.AutoDetectChangesEnabled = true;
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }
}
