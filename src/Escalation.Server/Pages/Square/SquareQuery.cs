using Escalation.Answers;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Server.Demo;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Server.Pages.Square;

/// <summary>The threads as the network shows them: posts that were not taken down and answers that were delivered.</summary>
sealed class SquareQuery(Database database, CurrentOrganization organization)
{
    const int Newest = 30;

    public Task<List<SquareThread>> FeedAsync() => database.ReadAsync(db =>
        LoadAsync(db, db.Conversations.Where(c => c.Network == SquareFactory.Name).OrderByDescending(c => c.Id).Take(Newest)));

    public async Task<SquareThread?> ThreadAsync(Guid id) => (await database.ReadAsync(db =>
        LoadAsync(db, db.Conversations.Where(c => c.Network == SquareFactory.Name && c.Id == id)))).FirstOrDefault();

    /// <summary>What the visitor was called last time.</summary>
    public Task<string?> NameOfAsync(string author) => database.ReadAsync(db =>
        db.Conversations.Where(c => c.Network == SquareFactory.Name && c.AuthorId == author).OrderByDescending(c => c.Id).Select(c => c.AuthorName).FirstOrDefaultAsync());

    async Task<List<SquareThread>> LoadAsync(EscalationDb db, IQueryable<Conversation> wanted)
    {
        var conversations = await wanted.ToListAsync();
        var ids = conversations.ConvertAll(c => c.Id);
        var posts = (await db.Posts.Where(p => ids.Contains(p.ConversationId) && p.DeletedAt == null).ToListAsync()).ToLookup(p => p.ConversationId);
        var answers = (await db.Answers.Where(a => ids.Contains(a.ConversationId) && a.State == AnswerState.Delivered).ToListAsync()).ToLookup(a => a.ConversationId);
        return [.. conversations.Where(c => posts[c.Id].Any()).Select(c => Of(c, [.. posts[c.Id]], [.. answers[c.Id]]))];
    }

    SquareThread Of(Conversation conversation, List<Post> posts, List<Answer> answers)
    {
        var asked = posts.Where(p => p.ByAsker).Max(p => (DateTimeOffset?)p.ReceivedAt);
        var last = answers.Where(a => !a.Holding).MaxBy(a => a.SubmittedAt);
        var isAnswered = last is not null && !(asked > last.SubmittedAt);
        var state = SquareState.Of(conversation, NameOf(isAnswered ? last!.By : conversation.Expert), isAnswered);
        var thread = posts.Select(p => new SquarePost(p.NetworkId, p.AuthorName, false, p.Text, p.ReceivedAt))
            .Concat(answers.Select(a => new SquarePost(a.Parts[0].ExternalId, NameOf(a.By)!, true, a.Text, a.DeliveredAt ?? a.SubmittedAt)))
            .OrderBy(p => p.At);
        return new SquareThread(conversation.Id, conversation.AuthorName, conversation.AuthorId, state, [.. thread]);
    }

    string? NameOf(string? person) => organization.Now.File.Person(person)?.DisplayName ?? person;
}
