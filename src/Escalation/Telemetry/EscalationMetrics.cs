using System.Diagnostics.Metrics;
using Escalation.Answers;
using Escalation.Connectors;
using Escalation.Storage;

namespace Escalation.Telemetry;

/// <summary>
/// What the service counts of its own work. What is written in a transaction is counted when that is committed, so a
/// transaction that is done anew counts once. Labels are names from the organization file and fixed words, never anything of a person.
/// </summary>
public static class EscalationMetrics
{
    public const string MeterName = "Escalation";

    static readonly Meter Meter = new(MeterName);

    static readonly Counter<long> Posts = Meter.CreateCounter<long>("escalation.posts.received", "{post}", "Posts taken in, by channel and what they were taken for.");
    static readonly Counter<long> Routings = Meter.CreateCounter<long>("escalation.questions.routed", "{question}", "Questions given to an expert, put into a waiting line or left to triage.");
    static readonly Counter<long> Answers = Meter.CreateCounter<long>("escalation.answers.brought", "{answer}", "What became of answers on their way to the network.");
    static readonly Counter<long> Deadlines = Meter.CreateCounter<long>("escalation.deadlines.judged", "{deadline}", "Promises met and breached, by target.");
    static readonly Counter<long> Messages = Meter.CreateCounter<long>("escalation.alerts.messages", "{message}", "What became of messages to alert channels.");
    static readonly Counter<long> PollFailures = Meter.CreateCounter<long>("escalation.polls.failed", "{poll}", "Polls of a channel that failed.");
    static readonly Counter<long> Published = Meter.CreateCounter<long>("escalation.outbox.published", "{message}", "Committed messages published to the bus.");
    static readonly Counter<long> PublishFailures = Meter.CreateCounter<long>("escalation.outbox.publish_failures", "{batch}", "Batches of messages that could not be published and are tried again.");

    static readonly Counter<long> FailedMessages = Meter.CreateCounter<long>("escalation.messages.failed", "{message}", "Messages that went to an error queue.");

    static readonly Histogram<double> FirstAssignment = Meter.CreateHistogram(
        "escalation.questions.first_assignment", "s", "Time from the receipt of a question to its first assignment.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 24 * 3600] });

    static readonly Histogram<double> DeliveryAttempt = Meter.CreateHistogram(
        "escalation.delivery.attempt.duration", "s", "Time that a network took to take, refuse or fail one delivery.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });

    public static void CountPost(this EscalationDb db, string channel, string outcome) =>
        db.WhenCommitted(() => Posts.Add(1, new("channel", channel), new("outcome", outcome)));

    /// <param name="topic">Null where it is not known.</param>
    public static void CountRouting(this EscalationDb db, string? topic, string outcome) =>
        db.WhenCommitted(() => Routings.Add(1, new("topic", topic), new("outcome", outcome)));

    public static void TimeFirstAssignment(this EscalationDb db, TimeSpan sinceReceipt) =>
        db.WhenCommitted(() => FirstAssignment.Record(sinceReceipt.TotalSeconds));

    public static void CountAnswer(this EscalationDb db, string channel, string outcome) =>
        db.WhenCommitted(() => Answers.Add(1, new("channel", channel), new("outcome", outcome)));

    public static void CountDeadline(this EscalationDb db, string target, string outcome) =>
        db.WhenCommitted(() => Deadlines.Add(1, new("target", target), new("outcome", outcome)));

    /// <param name="channel">The alert channel.</param>
    public static void CountMessage(this EscalationDb db, string channel, string outcome) =>
        db.WhenCommitted(() => Messages.Add(1, new("channel", channel), new("outcome", outcome)));

    public static void PollFailed(string channel) => PollFailures.Add(1, new KeyValuePair<string, object?>("channel", channel));

    public static void MessagesPublished(int count) => Published.Add(count);

    public static void MessageFailed(string queue) => FailedMessages.Add(1, new KeyValuePair<string, object?>("queue", queue));

    public static void PublishFailed() => PublishFailures.Add(1);

    /// <summary>Passes the attempt's result, or what it threw, on.</summary>
    public static async Task<Delivery> TimeDeliveryAsync(string channel, TimeProvider time, Func<Task<Delivery>> attempt)
    {
        var started = time.GetTimestamp();
        var outcome = AttemptOutcome.Unknown;
        try
        {
            var delivery = await attempt();
            outcome = delivery is Delivery.Refused ? AttemptOutcome.Refused : AttemptOutcome.Delivered;
            return delivery;
        }
        catch (TryLaterException)
        {
            outcome = AttemptOutcome.NotTaken;
            throw;
        }
        finally
        {
            DeliveryAttempt.Record(time.GetElapsedTime(started).TotalSeconds, new("channel", channel), new("outcome", outcome));
        }
    }
}
