using Escalation.Access;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Sla;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Escalation.Storage;

/// <summary>Table names, keys and the indexes that the queries stand on. Partial indexes keep what is over out of the way of what is open.</summary>
static class Tables
{
    public static void ConfigureTables(this ModelBuilder model)
    {
        model.Entity<Conversation>(t =>
        {
            t.ToTable("conversations").HasKey(c => c.Id);
            t.Versioned();
            t.HasIndex(c => c.Expert).HasFilter("state IN ('Assigned', 'Accepted')");
            t.HasIndex(c => new { c.Expert, c.CreatedAt });
            t.HasIndex(c => new { c.Topic, c.NextDueAt }).HasFilter("state = 'Waiting'");
            t.HasIndex(c => c.State).HasFilter("state <> 'Closed'");
            t.HasIndex(c => new { c.NextDueAt, c.Id });
            t.HasIndex(c => new { c.Channel, c.AuthorId });
            t.HasIndex(c => c.HoldUntil).HasFilter("hold_until IS NOT NULL");
            t.HasIndex(c => c.ClosesAt).HasFilter("closes_at IS NOT NULL");
        });
        model.Entity<Post>(t =>
        {
            t.ToTable("posts").HasKey(p => p.Id);
            t.HasIndex(p => new { p.Channel, p.NetworkId }).IsUnique();
            t.HasIndex(p => p.ConversationId);
        });
        model.Entity<Note>(t => t.ToTable("notes").HasIndex(n => n.ConversationId));
        model.Entity<TimelineEntry>(t =>
        {
            t.ToTable("timeline").HasIndex(e => e.ConversationId);
            t.HasIndex(e => new { e.Transaction, e.Id });
        });
        model.Entity<Answer>(t =>
        {
            t.ToTable("answers").HasKey(a => a.Id);
            t.Versioned();
            t.HasIndex(a => a.ConversationId);
            t.HasIndex(a => a.NextAttemptAt).HasFilter("state = 'queued'");
        });
        model.Entity<AnswerPost>(t =>
        {
            t.ToTable("answer_posts").HasKey(p => new { p.Channel, p.NetworkId });
            t.HasIndex(p => p.AnswerId);
        });
        model.Entity<DeliveryAttempt>(t => t.ToTable("delivery_attempts").HasIndex(a => new { a.AnswerId, a.Number }).IsUnique());
        model.Entity<Deadline>(t =>
        {
            t.ToTable("deadlines").HasKey(d => d.Id);
            t.Versioned();
            t.HasIndex(d => d.ConversationId);
            t.HasIndex(d => d.DueAt).HasFilter("state = 'Running'");
        });
        model.Entity<EscalationStep>(t =>
        {
            t.ToTable("escalation_steps").HasKey(s => s.Id);
            t.Versioned();
            t.HasIndex(s => new { s.DeadlineId, s.Number }).IsUnique();
            t.HasIndex(s => s.ConversationId);
            t.HasIndex(s => s.DueAt).HasFilter("state = 'Pending' AND due_at IS NOT NULL");
        });
        model.Entity<Alert>(t =>
        {
            t.ToTable("alerts").HasKey(a => a.Id);
            t.HasIndex(a => a.At);
            t.HasIndex(a => new { a.Kind, a.Topic, a.At });
        });
        model.Entity<Notice>(t =>
        {
            t.ToTable("notices").HasKey(n => n.Id);
            t.HasIndex(n => new { n.State, n.Channel, n.Reader }).HasFilter("state IN ('new', 'waiting')");
            t.HasIndex(n => n.At);
        });
        model.Entity<Outlet>(t =>
        {
            t.ToTable("outlets").HasKey(o => new { o.Channel, o.Reader });
            t.Versioned();
            t.HasIndex(o => o.NextAt).HasFilter("next_at IS NOT NULL");
        });
        model.Entity<ExpertTurn>().ToTable("expert_turns").HasKey(e => e.Name);
        model.Entity<Decline>(t => t.ToTable("declines").HasIndex(d => d.At));
        model.Entity<TopicExample>(t => t.ToTable("topic_examples").HasIndex(e => e.ConversationId));
        model.Entity<ChannelCursor>().ToTable("channel_cursors").HasKey(c => c.Channel);
        model.Entity<OrganizationVersion>().ToTable("organizations").HasKey(o => o.Number);
        model.Entity<OrganizationVersion>().Property(o => o.Number).ValueGeneratedNever();
        model.Entity<ApiKey>(t => t.ToTable("api_keys").HasIndex(k => k.Hash).IsUnique());
        model.Entity<InboxEntry>(t =>
        {
            t.ToTable("inbox").HasKey(i => new { i.MessageId, i.ConsumerId });
            t.HasIndex(i => i.At);
        });
        model.Entity<OutboxMessage>(t =>
        {
            t.ToTable("outbox").HasKey(m => m.Id);
            t.HasIndex(m => new { m.Type, m.SetAsideAt }).HasFilter("set_aside_at IS NOT NULL");
        });
        model.Entity<Heartbeat>(t =>
        {
            t.ToTable("heartbeats").HasKey(h => h.Process);
            t.Property(h => h.Process).ValueGeneratedNever();
        });
    }

    static void Versioned<T>(this EntityTypeBuilder<T> table) where T : class, IVersioned =>
        table.Property(row => row.Version).IsConcurrencyToken();
}
