using Escalation.Access;
using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Storage;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Pages.Desk;

/// <summary>One question, opened: its thread and how it came to whom it came.</summary>
/// <param name="Guess">What spoke for the topic; null: it is not known yet, or a person chose it.</param>
/// <param name="Guesses">While the topic is not known: the likeliest, with their titles.</param>
/// <param name="Why">Why this expert was chosen; null: nobody was, or a person did it.</param>
/// <param name="Dues">What is promised and still open, the next first.</param>
public sealed record DeskQuestion(
    Conversation Conversation, string? Topic, string? Expert, string? Why, bool IsMine, TopicGuess? Guess, IReadOnlyList<(string Title, TopicGuess Guess)> Guesses, IReadOnlyList<DeskDue> Dues,
    IReadOnlyList<DeskPost> Thread, bool MayWork, bool MayForward, OrganizationFile Organization);

/// <param name="Answer">Null: a post of the thread.</param>
/// <param name="By">Who wrote it, by display name.</param>
public sealed record DeskPost(string By, string Text, DateTimeOffset At, Answer? Answer);

sealed class DeskQuestionQuery(Database database, CurrentOrganization organization)
{
    /// <summary>Null: there is none, or the actor may not see it.</summary>
    public Task<DeskQuestion?> OpenAsync(Guid id, Actor actor) => database.ReadAsync<DeskQuestion?>(async db =>
    {
        if (await db.Conversations.FirstOrDefaultAsync(c => c.Id == id) is not { } conversation || !actor.MaySee(conversation))
            return null;
        var file = organization.Now.File;
        var posts = await db.Posts.Where(p => p.ConversationId == id && !p.Ours && p.DeletedAt == null).ToListAsync();
        var answers = await db.Answers.Where(a => a.ConversationId == id).ToListAsync();
        var dues = await db.Deadlines.Where(d => d.ConversationId == id).Where(DeskDues.IsOpen).ToListAsync();
        var thread = posts.Select(p => new DeskPost(p.AuthorName, p.Text, p.ReceivedAt, null))
            .Concat(answers.Select(a => new DeskPost(file.Person(a.By)?.DisplayName ?? a.By, a.Text, a.SubmittedAt, a)));
        return new DeskQuestion(
            conversation, file.Topic(conversation.Topic)?.Title, file.Person(conversation.Expert)?.DisplayName ?? conversation.Expert,
            await WhyAsync(db, conversation), conversation.IsHeld && conversation.Expert == actor.Name, conversation.Guesses.Find(g => g.Topic == conversation.Topic && g.Confidence == conversation.Confidence),
            [.. conversation.Guesses.Where(_ => conversation.State == ConversationState.Triage).Select(g => (file.Topic(g.Topic)?.Title, g)).Where(pair => pair.Title is not null)!],
            [.. dues.OrderBy(d => d.DueAt).Select(d => new DeskDue(d.Target, d.DueAt!.Value))], [.. thread.OrderBy(p => p.At)],
            actor.MayWorkOn(conversation) && conversation.IsOpen, actor.Manages && conversation.IsOpen, file);
    });

    static async Task<string?> WhyAsync(EscalationDb db, Conversation conversation)
    {
        if (!conversation.IsHeld)
            return null;
        var assigned = await db.Timeline.Where(e => e.ConversationId == conversation.Id && e.Event == "assigned").OrderByDescending(e => e.Id).FirstOrDefaultAsync();
        return assigned?.Facts.GetValueOrDefault("why")?.ToString();
    }
}
