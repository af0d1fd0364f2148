using Escalation.Storage;

namespace Escalation.Access;

/// <summary>What people do, each in one transaction. With an idempotency key it is done once, and each repetition gets the first answer again.</summary>
public static class Commands
{
    /// <summary>How long a key is remembered (the public contract).</summary>
    public static readonly TimeSpan Remember = TimeSpan.FromHours(24);

    public static Task<Outcome> CommandAsync(this Database database, Actor actor, Func<EscalationDb, Task<Outcome>> work, CancellationToken cancellation) =>
        database.WriteAsync(db => actor.Key is { } key ? OnceAsync(db, key, work, cancellation) : work(db), cancellation);

    static async Task<Outcome> OnceAsync(EscalationDb db, IdempotencyKey key, Func<EscalationDb, Task<Outcome>> work, CancellationToken cancellation)
    {
        var earlier = await db.AnsweredCommands.FindAsync([key.Id], cancellation);
        if (earlier is not null && earlier.At > db.Time.GetUtcNow() - Remember)
            return earlier.Request.AsSpan().SequenceEqual(key.Request) ? earlier.Read() : new Outcome.KeyReused();

        // Of two at once the second one's commit meets the first one's row, and is done again on it.
        earlier ??= db.AnsweredCommands.Add(new AnsweredCommand { Id = key.Id, Request = key.Request }).Entity;
        (earlier.Request, earlier.At) = (key.Request, db.Time.GetUtcNow());
        var outcome = await work(db);
        earlier.Write(outcome);
        return outcome;
    }
}
