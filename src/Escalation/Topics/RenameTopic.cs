using Escalation.Access;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>
/// Gives a topic another name, or makes it part of another topic: a new version of the organization, and in the same commit
/// all that bears the name is relabelled, so that no example is forgotten, nobody loses a question and reports go on.
/// </summary>
public sealed class RenameTopic(Database database, ApplyOrganization apply, CurrentOrganization organization)
{
    /// <param name="title">Null: it stays.</param>
    public Task<Outcome> RenameAsync(string name, Actor actor, string to, string? title, CancellationToken cancellation) => ChangeAsync(name, actor, to, file =>
        Names.Rule(to) is { } fault ? new Outcome.Invalid("to", fault)
        : to != name && file.Topic(to) is not null ? new Outcome.Invalid("to", "is a topic already; to make the two one, merge them")
        : null,
        file => file.Renamed(name, to, title), cancellation);

    public Task<Outcome> MergeAsync(string name, Actor actor, string into, CancellationToken cancellation) => ChangeAsync(name, actor, into, file =>
        into == name ? new Outcome.Invalid("into", "must be another topic")
        : file.Topic(into) is null ? new Outcome.Invalid("into", $"there is no topic {Suggestion.Quote(into)}{Suggestion.For(into, file.Topics.Select(t => t.Name))}")
        : null,
        file => file.Merged(name, into), cancellation);

    Task<Outcome> ChangeAsync(
        string name, Actor actor, string to, Func<OrganizationFile, Outcome?> refusal, Func<OrganizationFile, OrganizationFile> change, CancellationToken cancellation) =>
        database.WriteAsync(async db =>
        {
            if (!actor.Manages)
                return new Outcome.Forbidden("Only managers rename and merge topics.");
            // What another replica applied a moment ago must not be undone.
            organization.Now.MustKnow(await db.Organizations.MaxAsync(o => (int?)o.Number, cancellation) ?? 0);
            var file = organization.Now.File;
            if (file.Topic(name) is null)
                return new Outcome.NotFound();
            if (refusal(file) is { } refused)
                return refused;
            if (to != name)
                await RelabelAsync(db, name, to, cancellation);
            await apply.ApplyAsync(db, change(file), actor.Name, source: null, cancellation);
            // Last: all open questions are ours by now, so whoever taught one meanwhile has done so before, or does it again after us.
            await db.SaveChangesAsync(cancellation);
            await db.TopicExamples.Where(e => e.Topic == name).ExecuteUpdateAsync(s => s.SetProperty(e => e.Topic, to), cancellation);
            return Outcome.Ok;
        }, cancellation);

    static async Task RelabelAsync(EscalationDb db, string name, string to, CancellationToken cancellation)
    {
        await db.Declines.Where(d => d.Topic == name).ExecuteUpdateAsync(s => s.SetProperty(d => d.Topic, to), cancellation);
        await db.Alerts.Where(a => a.Topic == name).ExecuteUpdateAsync(s => s.SetProperty(a => a.Topic, to), cancellation);
        // Whoever is at work on one of them meanwhile does it again under the new name.
        await db.Conversations.Where(c => c.Topic == name && c.State == ConversationState.Closed)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Topic, to).SetProperty(c => c.Version, c => c.Version + 1), cancellation);
        foreach (var open in await db.Conversations.Where(c => c.State != ConversationState.Closed).ToListAsync(cancellation))
        {
            if (open.Topic == name)
                open.Topic = to;
            if (open.Guesses.Exists(g => g.Topic == name))
                open.Guesses = [.. open.Guesses.Select(g => g.Topic == name ? g with { Topic = to } : g).DistinctBy(g => g.Topic)];
        }
        await db.SaveChangesAsync(cancellation);
    }
}
