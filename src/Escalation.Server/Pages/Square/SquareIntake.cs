using Escalation.Connectors;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Server.Demo;
using Escalation.Storage;

namespace Escalation.Server.Pages.Square;

/// <summary>What is written on the square comes in as from any other network.</summary>
sealed class SquareIntake(Database database, ReceivePost receive, CurrentOrganization organization, TimeProvider time)
{
    /// <returns>The conversation that the post belongs to.</returns>
    public async Task<Guid?> TakeAsync(string author, string name, string text, string? form, string? inReplyTo, CancellationToken cancellation)
    {
        var channel = organization.Now.File.Channels.First(c => c.Network == SquareFactory.Name);
        var post = new InboundPost(SquareVisitor.PostId(author, form, text), text, new InboundAuthor(author, name), inReplyTo, CreatedAt: time.GetUtcNow());
        return (await database.WriteAsync(db => receive.HandleAsync(db, channel, post, cancellation), cancellation)).Conversation;
    }
}
