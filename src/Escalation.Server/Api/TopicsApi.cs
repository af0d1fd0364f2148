using Escalation.Access;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Server.Access;
using Escalation.Storage;
using Escalation.Topics;

namespace Escalation.Server.Api;

static class TopicsApi
{
    /// <param name="InFile">Written in the organization file.</param>
    /// <param name="Taught">Learned from what people did with questions.</param>
    public sealed record TopicView(string Name, string Title, string? Owner, int InFile, int Taught, IReadOnlyList<TaughtLanguage> Languages, DateTimeOffset? LastTaughtAt);

    /// <param name="Language">Null: not known.</param>
    public sealed record TaughtLanguage(string? Language, int Taught);

    public sealed record RenameTopicBody(string To, string? Title = null, string? By = null) : ConversationActionsApi.ByBody(By);
    public sealed record MergeTopicBody(string Into, string? By = null) : ConversationActionsApi.ByBody(By);

    public static void MapTopics(this IEndpointRouteBuilder api)
    {
        api.MapGet("/topics", ListAsync).RequireAuthorization(AccessServices.SeesAll).Produces<Page<TopicView>>().Refuses()
            .WithSummary("The topics, and how many examples of each there are");
        Map(api, "rename", "Gives a topic another name; its examples and questions keep to it",
            input => new RenameTopicBody(input.Text("to", required: true)!, input.Text("title"), ConversationActionsApi.By(input)),
            (rename, name, actor, body, ct) => rename.RenameAsync(name, actor, body.To, body.Title, ct));
        Map(api, "merge", "Makes a topic part of another, with its examples and questions",
            input => new MergeTopicBody(input.Text("into", required: true)!, ConversationActionsApi.By(input)),
            (rename, name, actor, body, ct) => rename.MergeAsync(name, actor, body.Into, ct));
    }

    static async Task<IResult> ListAsync(Database database, CurrentOrganization organization, CancellationToken cancellation)
    {
        var taught = (await database.ReadAsync(db => db.TaughtAsync(cancellation))).ToLookup(t => t.Topic);
        return TypedResults.Ok(new Page<TopicView>([.. organization.Now.File.Topics.Select(t => Of(t, [.. taught[t.Name]]))], null));
    }

    static TopicView Of(Topic topic, IReadOnlyList<TaughtCount> taught) => new(
        topic.Name, topic.Title, topic.Owner, topic.Examples.Length, taught.Sum(t => t.Count),
        [.. taught.OrderByDescending(t => t.Count).ThenBy(t => t.Language, StringComparer.Ordinal).Select(t => new TaughtLanguage(t.Language, t.Count))],
        taught.Select(t => (DateTimeOffset?)t.LastAt).Max());

    static void Map<TBody>(
        IEndpointRouteBuilder api, string action, string summary, Func<JsonInput, TBody> read,
        Func<RenameTopic, string, Actor, TBody, CancellationToken, Task<Outcome>> perform) where TBody : ConversationActionsApi.ByBody =>
        api.MapPost($"/topics/{{name}}/{action}", (string name, HttpContext context, Caller caller, RenameTopic rename) =>
                CommandCall.ReadAsync(context, caller, read, async (actor, body) => (await perform(rename, name, actor, body, context.RequestAborted)).ToResult()))
            .Takes<TBody>().TakesKey().Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound).WithSummary(summary);
}
