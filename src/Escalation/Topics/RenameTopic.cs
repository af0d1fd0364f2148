using Escalation.Access;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Topics;

/// <summary>
/// Gives a topic another name, or makes it part of another topic: a new version of the organization, in which it has the
/// name as a former one. What bears that name is relabelled soon after (<see cref="CatchUpConversations"/>), what was taught at once.
/// </summary>
public sealed class RenameTopic(Database database, ApplyOrganization apply, CurrentOrganization organization)
{
    /// <param name="title">Null: it stays.</param>
    public Task<Outcome> RenameAsync(string name, Actor actor, string to, string? title, CancellationToken cancellation) => ChangeAsync(name, actor, to, file =>
        Names.Rule(to) is { } fault ? new Outcome.Invalid("to", fault)
        : file.Topic(to) is { } taken && taken.Name != name ? new Outcome.Invalid("to", "is a topic already; to make the two one, merge them")
        : null,
        file => file.Renamed(name, to, title), cancellation);

    public Task<Outcome> MergeAsync(string name, Actor actor, string into, CancellationToken cancellation) => ChangeAsync(name, actor, into, file =>
        into == name ? new Outcome.Invalid("into", "must be another topic")
        : file.Topic(into)?.Name != into ? new Outcome.Invalid("into", $"there is no topic {Suggestion.Quote(into)}{Suggestion.For(into, file.Topics.Select(t => t.Name))}")
        : null,
        file => file.Merged(name, into), cancellation);

    async Task<Outcome> ChangeAsync(
        string name, Actor actor, string to, Func<OrganizationFile, Outcome?> refusal, Func<OrganizationFile, OrganizationFile> change, CancellationToken cancellation)
    {
        var outcome = await database.CommandAsync(actor, async db =>
        {
            if (!actor.Manages)
                return new Outcome.Forbidden("Only managers rename and merge topics.");
            // What another replica applied a moment ago must not be undone.
            organization.Now.MustKnow(await db.Organizations.MaxAsync(o => (int?)o.Number, cancellation) ?? 0);
            var file = organization.Now.File;
            if (file.Topic(name) is not { } topic || topic.Name != name)
                return new Outcome.NotFound();
            if (refusal(file) is { } refused)
                return refused;
            await apply.ApplyAsync(db, change(file), actor.Name, source: null, cancellation);
            if (to != name)
                await RelabelTopics.ExamplesAsync(db, name, to, cancellation);
            return Outcome.Ok;
        }, cancellation);
        if (outcome is Outcome.Done)
            await apply.CatchUpBrieflyAsync(organization.Now, cancellation);
        return outcome;
    }
}
