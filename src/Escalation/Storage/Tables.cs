using Escalation.Access;
using Escalation.Alerts;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Experts;
using Escalation.Messaging;
using Escalation.Organization;
using Escalation.Questions;
using Escalation.Search;
using Escalation.Sla;
using Escalation.Topics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Escalation.Storage;

/// <summary>Table names, keys and the indexes that the queries stand on. Partial indexes keep what is over out of the way of what is open.</summary>
static class Tables
{
    /// <param name="stored">Whether the database can add a stored computed column to a table that has rows; else it computes them when it reads or indexes.</param>
    public static void ConfigureTables(this ModelBuilder model, bool stored)
    {
        model.Entity<Conversation>(t =>
        {
            t.ToTable("conversations").HasKey(c => c.Id);
            t.Versioned();
            t.Property(c => c.DueOrder).Computed("COALESCE(next_due_at, 9223372036854775807)", stored);
            // The list reads a range of one of these for each state (ListConversations).
            t.HasIndex(c => new { c.State, c.DueOrder, c.Id });
            t.HasIndex(c => new { c.State, c.DueOrder, c.Id }, "breached").HasFilter("breached");
            t.HasIndex(c => new { c.Topic, c.State, c.DueOrder, c.Id }, "breached_topic").HasFilter("breached");
            t.HasIndex(c => new { c.Expert, c.State, c.DueOrder, c.Id }, "breached_expert").HasFilter("breached");
            t.HasIndex(c => new { c.Topic, c.State, c.DueOrder, c.Id });
            t.HasIndex(c => new { c.Expert, c.State, c.DueOrder, c.Id });
            t.HasIndex(c => new { c.Expert, c.CreatedAt });
            t.HasIndex(c => c.State).HasFilter("state <> 'Closed'");
            t.HasIndex(c => new { c.Channel, c.AuthorId, c.CreatedAt });
            t.HasIndex(c => c.ClosedAt).HasFilter("closed_at IS NOT NULL");
            t.HasIndex(c => c.LinkedTo).HasFilter("linked_to IS NOT NULL");
            t.HasIndex(c => new { c.OrganizationVersion, c.Id }).HasFilter("state <> 'Closed' AND state <> 'Received'");
            t.HasIndex(c => c.UnroutedSince).HasFilter("unrouted_since IS NOT NULL");
            t.HasIndex(c => c.HoldUntil).HasFilter("hold_until IS NOT NULL");
            t.HasIndex(c => c.ClosesAt).HasFilter("closes_at IS NOT NULL");
        });
        model.Entity<Post>(t =>
        {
            t.ToTable("posts").HasKey(p => p.Id);
            t.HasIndex(p => new { p.Channel, p.NetworkId }).IsUnique();
            t.HasIndex(p => p.ConversationId);
            t.HasIndex(p => new { p.Channel, p.AuthorId });
            t.HasIndex(p => new { p.Channel, p.InReplyTo }).HasFilter("in_reply_to IS NOT NULL");
        });
        model.Entity<SearchText>(t =>
        {
            t.ToTable("search_texts").HasKey(s => s.Id);
            t.HasIndex(s => s.SourceId).IsUnique();
            t.HasIndex(s => s.Id, "waiting").HasFilter("text IS NULL");
        });
        model.Entity<Note>(t =>
        {
            t.ToTable("notes").HasIndex(n => n.ConversationId);
            t.HasIndex(n => new { n.By, n.Id });
        });
        model.Entity<TimelineEntry>(t =>
        {
            t.ToTable("timeline").HasIndex(e => e.ConversationId);
            t.HasIndex(e => new { e.Transaction, e.Id });
            t.HasIndex(e => new { e.By, e.Id }).HasFilter("\"by\" IS NOT NULL");
        });
        model.Entity<Answer>(t =>
        {
            t.ToTable("answers").HasKey(a => a.Id);
            t.Versioned();
            t.HasIndex(a => a.ConversationId);
            t.HasIndex(a => new { a.By, a.Id });
            t.HasIndex(a => a.NextAttemptAt).HasFilter("state = 'queued'");
        });
        model.Entity<AnswerPost>(t =>
        {
            t.ToTable("answer_posts").HasKey(p => new { p.Channel, p.NetworkId });
            t.HasIndex(p => p.AnswerId);
            t.HasIndex(p => p.ConversationId);
        });
        model.Entity<DeliveryAttempt>(t => t.ToTable("delivery_attempts").HasIndex(a => new { a.AnswerId, a.Number }).IsUnique());
        model.Entity<Deadline>(t =>
        {
            t.ToTable("deadlines").HasKey(d => d.Id);
            t.Versioned();
            t.HasIndex(d => d.ConversationId);
            t.HasIndex(d => d.DueAt).HasFilter("state = 'Running'");
            t.Property(d => d.JudgedAt).Computed("CASE WHEN state = 'Met' THEN satisfied_at WHEN state = 'Breached' THEN breached_at END", stored);
            t.HasIndex(d => d.JudgedAt).HasFilter("judged_at IS NOT NULL");
            t.HasIndex(d => new { d.Expert, d.JudgedAt }).HasFilter("judged_at IS NOT NULL");
            t.HasIndex(d => d.OrganizationVersion).HasFilter("state IN ('Running', 'Paused')");
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
            t.HasIndex(a => a.ConversationId).HasFilter("conversation_id IS NOT NULL");
            t.HasIndex(a => a.AcknowledgedAt).HasFilter("acknowledged_at IS NOT NULL");
            t.HasIndex(a => new { a.AcknowledgedBy, a.Id }).HasFilter("acknowledged_by IS NOT NULL");
        });
        model.Entity<Notice>(t =>
        {
            t.ToTable("notices").HasKey(n => n.Id);
            t.HasIndex(n => new { n.State, n.Channel, n.Reader });
            t.HasIndex(n => n.At);
            t.HasIndex(n => n.ConversationId).HasFilter("conversation_id IS NOT NULL");
        });
        model.Entity<Outlet>(t =>
        {
            t.ToTable("outlets").HasKey(o => new { o.Channel, o.Reader });
            t.Versioned();
            t.HasIndex(o => o.NextAt).HasFilter("next_at IS NOT NULL");
        });
        model.Entity<ExpertTurn>().ToTable("expert_turns").HasKey(e => e.Name);
        model.Entity<Decline>(t =>
        {
            t.ToTable("declines").HasIndex(d => d.At);
            t.HasIndex(d => d.ConversationId);
            t.HasIndex(d => new { d.Expert, d.Id });
        });
        model.Entity<TopicExample>(t =>
        {
            t.ToTable("topic_examples").HasIndex(e => e.ConversationId);
            t.HasIndex(e => e.PostId);
            t.HasIndex(e => new { e.By, e.Id });
        });
        model.Entity<SignedRequest>(t => t.ToTable("signed_requests").HasIndex(r => r.At));
        model.Entity<ChannelCursor>().ToTable("channel_cursors").HasKey(c => c.Channel);
        model.Entity<OrganizationVersion>().ToTable("organizations").HasKey(o => o.Number);
        model.Entity<OrganizationVersion>().Property(o => o.Number).ValueGeneratedNever();
        model.Entity<ApiKey>(t => t.ToTable("api_keys").HasIndex(k => k.Hash).IsUnique());
        model.Entity<AnsweredCommand>(t =>
        {
            t.ToTable("answered_commands").HasKey(c => c.Id);
            t.HasIndex(c => c.At);
        });
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

    /// <summary>Written by the database alone, and read only by conditions and orders: nothing comes back with each insert and update.</summary>
    static void Computed<T>(this PropertyBuilder<T> column, string sql, bool stored)
    {
        column.HasComputedColumnSql(sql, stored).ValueGeneratedNever();
        column.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        column.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
