using Escalation.Access;
using Escalation.Input;
using Escalation.Storage;

namespace Escalation.Questions;

/// <summary>An internal remark; satisfies and arms nothing.</summary>
public sealed class AddNote(ConversationWork work, TimeProvider time)
{
    public Task<Outcome> HandleAsync(Guid id, Actor actor, string text, CancellationToken cancellation) => work.DoAsync(id, actor, (db, conversation) =>
    {
        if (!actor.MayWorkOn(conversation))
            return Task.FromResult<Outcome>(new Outcome.Forbidden("Only experts of the topic and managers write notes."));
        if (VisibleText.IsEmpty(text))
            return Task.FromResult<Outcome>(new Outcome.Invalid("text", "is required"));
        var note = new Note { Id = Ids.New(time.GetUtcNow()), ConversationId = id, At = time.GetUtcNow(), By = actor.Name, Text = text.Replace("\0", "") };
        db.Notes.Add(note);
        db.Record(id, note.At, "noted", actor.Name, ("note", note.Id));
        return Task.FromResult<Outcome>(new Outcome.Done(note.Id));
    }, cancellation);
}
