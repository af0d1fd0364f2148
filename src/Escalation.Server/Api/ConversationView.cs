using System.Text.Json;
using System.Text.Json.Serialization;
using Escalation.Access;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Api;

public record ConversationSummary(
    Guid Id, string Channel, string Network, string State, string? Topic, double? Confidence, IReadOnlyList<TopicGuess> Guesses, string? Expert, string Priority, string? Language,
    bool OnHold, string? CloseReason, DateTimeOffset CreatedAt, DateTimeOffset? NextDueAt, AuthorView Author, string? Policy, int OrganizationVersion)
{
    public static ConversationSummary Of(Conversation c) => new(
        c.Id, c.Channel, c.Network, Name(c.State), c.Topic, c.Confidence, c.Guesses, c.Expert, c.Priority, c.Language,
        c.OnHold, c.CloseReason, c.CreatedAt, c.NextDueAt, new AuthorView(c.AuthorId, c.AuthorName, c.AuthorHandle, c.AuthorTags), c.Policy, c.OrganizationVersion);

    public static string Name(string state) => JsonNamingPolicy.CamelCase.ConvertName(state);
}

/// <summary>As it stands in a list: with its deadlines, without posts, answers and timeline.</summary>
public record ConversationItem(
    [property: JsonIgnore] ConversationSummary Summary, [property: JsonPropertyOrder(1)] IReadOnlyList<DeadlineView> Deadlines) : ConversationSummary(Summary)
{
    /// <param name="spans">What explains each deadline; null in lists, where that would be too much to work out.</param>
    public static ConversationItem Of(Conversation conversation, IEnumerable<Deadline> deadlines, IReadOnlyDictionary<Guid, IReadOnlyList<OpenSpan>>? spans = null) =>
        new(ConversationSummary.Of(conversation), [.. deadlines.OrderBy(d => d.StartedAt).ThenBy(d => d.Id).Select(d => DeadlineView.Of(d, spans?[d.Id] ?? []))]);
}

public sealed record AuthorView(string Id, string Name, string? Handle, IReadOnlyList<string> Tags);

public sealed record PostView(
    string Id, string Text, PostAuthorView Author, string? Url, string Visibility, IReadOnlyList<PostAttachment> Attachments,
    DateTimeOffset? CreatedAt, DateTimeOffset ReceivedAt, DateTimeOffset? EditedAt, DateTimeOffset? DeletedAt, bool Ours);

public sealed record PostAuthorView(string Id, string Name);

public sealed record AnswerView(
    Guid Id, string Text, string By, bool Holding, string State, int Attempts, string? Problem, string? ExternalId, string? Url,
    IReadOnlyList<DeliveredPart> Parts, DateTimeOffset SubmittedAt, DateTimeOffset? DeliveredAt);

public sealed record DeadlineView(
    string Target, int Cycle, DateTimeOffset StartedAt, DateTimeOffset? DueAt, TimeSpan? Remaining, DeadlineState State, DateTimeOffset? SatisfiedAt,
    DateTimeOffset? BreachedAt, DateTimeOffset? DetectedAt, bool Retroactive, IReadOnlyList<OpenSpan> Explanation)
{
    public static DeadlineView Of(Deadline d, IReadOnlyList<OpenSpan> explanation) => new(
        d.Target, d.Cycle, d.StartedAt, d.DueAt, d.Remaining, d.State, d.SatisfiedAt, d.BreachedAt, d.DetectedAt, d.Retroactive, explanation);
}

public sealed record NoteView(Guid Id, DateTimeOffset At, string By, string Text);

/// <summary>A conversation with all that belongs to it, in the shape of the public contract.</summary>
public sealed record ConversationView(
    [property: JsonIgnore] ConversationItem Item,
    [property: JsonPropertyOrder(1)] IReadOnlyList<PostView> Posts,
    [property: JsonPropertyOrder(1)] IReadOnlyList<AnswerView> Answers,
    [property: JsonPropertyOrder(1)] IReadOnlyList<NoteView> Notes,
    [property: JsonPropertyOrder(1)] IReadOnlyList<Dictionary<string, object?>> Timeline) : ConversationItem(Item)
{
    public static async Task<ConversationView?> LoadAsync(EscalationDb db, Guid id, Actor actor, ExplainDeadlines explain)
    {
        if (await db.Conversations.FirstOrDefaultAsync(c => c.Id == id) is not { } conversation || !actor.MaySee(conversation))
            return null;
        var posts = await db.Posts.Where(p => p.ConversationId == id).OrderBy(p => p.ReceivedAt).ThenBy(p => p.Id).ToListAsync();
        var answers = await db.Answers.Where(a => a.ConversationId == id).OrderBy(a => a.SubmittedAt).ToListAsync();
        var deadlines = await db.Deadlines.Where(d => d.ConversationId == id).ToListAsync();
        var notes = await db.Notes.Where(n => n.ConversationId == id).OrderBy(n => n.At).ToListAsync();
        var timeline = await db.Timeline.Where(e => e.ConversationId == id).OrderBy(e => e.Id).ToListAsync();
        return new ConversationView(
            ConversationItem.Of(conversation, deadlines, await explain.ExplainAsync(db, conversation, deadlines)), posts.ConvertAll(Of), answers.ConvertAll(Of),
            notes.ConvertAll(n => new NoteView(n.Id, n.At, n.By, n.Text)), timeline.ConvertAll(TimelineJson.Of));
    }

    static PostView Of(Post p) => new(
        p.NetworkId, p.Text, new PostAuthorView(p.AuthorId, p.AuthorName), p.Url, p.Visibility, p.Attachments, p.CreatedAt, p.ReceivedAt, p.EditedAt, p.DeletedAt, p.Ours);

    static AnswerView Of(Answer a) => new(
        a.Id, a.Text, a.By, a.Holding, a.State, a.Attempts, a.Problem, a.Parts.FirstOrDefault()?.ExternalId, a.Parts.FirstOrDefault()?.Url,
        a.Parts, a.SubmittedAt, a.DeliveredAt);
}
