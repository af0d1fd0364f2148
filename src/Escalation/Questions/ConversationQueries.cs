using System.Linq.Expressions;
using Escalation.Access;
using Escalation.Organization;

namespace Escalation.Questions;

public static class ConversationQueries
{
    /// <summary><see cref="Actor.MaySee"/> as a condition that the database can judge.</summary>
    public static Expression<Func<Conversation, bool>> SeenBy(Actor actor)
    {
        if (actor.SeesAll)
            return _ => true;
        if (!actor.Is(Role.Expert))
            return _ => false;
        var name = actor.Name;
        var topics = actor.OwnTopics.ToList();
        return c => c.Expert == name || c.Topic != null && topics.Contains(c.Topic);
    }
}
