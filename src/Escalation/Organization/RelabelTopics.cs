using Escalation.Questions;
using Escalation.Storage;
using Microsoft.EntityFrameworkCore;

namespace Escalation.Organization;

/// <summary>Rows that still bear a former name of a topic get its present one: no example is forgotten, nobody loses a question and reports go on.</summary>
static class RelabelTopics
{
    const int Batch = 200;

    public static void Of(Conversation conversation, OrganizationFile file)
    {
        conversation.Topic = file.PresentName(conversation.Topic);
        if (conversation.Guesses.Exists(g => file.PresentName(g.Topic) != g.Topic))
            conversation.Guesses = [.. conversation.Guesses.Select(g => g with { Topic = file.PresentName(g.Topic)! }).DistinctBy(g => g.Topic)];
    }

    /// <summary>Of what is closed and of what was noted on the way. A few at a time.</summary>
    /// <returns>Whether there may be more.</returns>
    public static async Task<bool> InHistoryAsync(EscalationDb db, OrganizationFile file, CancellationToken cancellation)
    {
        foreach (var topic in file.Topics)
        {
            foreach (var former in topic.FormerNames)
            {
                if (await InHistoryAsync(db, former, topic.Name, cancellation))
                    return true;
            }
        }
        return false;
    }

    static async Task<bool> InHistoryAsync(EscalationDb db, string former, string present, CancellationToken cancellation)
    {
        var closed = await db.Claim<Conversation>($"SELECT * FROM conversations WHERE topic = {former} AND state = 'Closed' LIMIT {Batch}").ToListAsync(cancellation);
        closed.ForEach(conversation => conversation.Topic = present);
        var relabelled = closed.Count;
        relabelled += await db.Declines.Where(d => db.Declines.Where(old => old.Topic == former).OrderBy(old => old.Id).Take(Batch).Select(old => old.Id).Contains(d.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.Topic, present), cancellation);
        relabelled += await db.Alerts.Where(a => db.Alerts.Where(old => old.Topic == former).OrderBy(old => old.Id).Take(Batch).Select(old => old.Id).Contains(a.Id))
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Topic, present), cancellation);
        relabelled += await ExamplesAsync(db, former, present, cancellation);
        return relabelled > 0;
    }

    /// <summary>What was taught under the former name.</summary>
    public static Task<int> ExamplesAsync(EscalationDb db, string former, string present, CancellationToken cancellation) =>
        db.TopicExamples.Where(e => e.Topic == former).ExecuteUpdateAsync(s => s.SetProperty(e => e.Topic, present), cancellation);
}
