using Escalation.Answers;
using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Search;

static class KeepSearch
{
    sealed record Source(Guid Id, Guid Conversation, string Text, bool IsNew);

    /// <summary>Brings the search to what posts and answers say now, in their commit. Changes are detected already.</summary>
    public static async Task KeepSearchAsync(this EscalationDb db, CancellationToken cancellation)
    {
        List<Source>? changed = null;
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry is { State: EntityState.Added or EntityState.Modified, Entity: Post or Answer }
                && (entry.State == EntityState.Added || entry.Property(nameof(Post.Text)).IsModified))
                (changed ??= []).Add(Of(entry.Entity, entry.State == EntityState.Added));
        }
        foreach (var source in changed ?? [])
            await KeepAsync(db, source, cancellation);
    }

    /// <summary>Posts and answers that have moved into a conversation are found there.</summary>
    public static async Task MoveSearchAsync(this EscalationDb db, Guid into, CancellationToken cancellation)
    {
        await db.SearchTexts.Where(s => s.ConversationId != into && db.Posts.Where(p => p.ConversationId == into).Select(p => p.Id).Contains(s.SourceId))
            .ExecuteUpdateAsync(u => u.SetProperty(s => s.ConversationId, into), cancellation);
        await db.SearchTexts.Where(s => s.ConversationId != into && db.Answers.Where(a => a.ConversationId == into).Select(a => a.Id).Contains(s.SourceId))
            .ExecuteUpdateAsync(u => u.SetProperty(s => s.ConversationId, into), cancellation);
    }

    /// <summary>Null: there is nothing in it that can be searched for.</summary>
    public static string? WordsOf(string text) => SearchTerms.Of(text) is { Count: > 0 } terms ? string.Join(' ', terms) : null;

    static Source Of(object row, bool isNew) => row is Post post
        ? new(post.Id, post.ConversationId, post.Text, isNew)
        : new(((Answer)row).Id, ((Answer)row).ConversationId, ((Answer)row).Text, isNew);

    static async Task KeepAsync(EscalationDb db, Source source, CancellationToken cancellation)
    {
        var row = source.IsNew ? null : await db.SearchTexts.FirstOrDefaultAsync(s => s.SourceId == source.Id, cancellation);
        var words = WordsOf(source.Text);
        if (words is null && row is not null)
            db.SearchTexts.Remove(row);
        else if (words is not null && row is null)
            db.SearchTexts.Add(new SearchText { SourceId = source.Id, ConversationId = source.Conversation, Text = words });
        else if (words is not null)
            db.Entry(row!).Property(s => s.Text).CurrentValue = words;
    }
}
