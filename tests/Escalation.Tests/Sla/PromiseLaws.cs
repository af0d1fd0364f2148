using System.Globalization;
using System.Text.Json.Nodes;
using Escalation.Organization;
using Escalation.Sla;

namespace Escalation.Tests.Sla;

/// <summary>Follows the output of a simulation line by line, and says where it breaks a law of the promises.</summary>
/// <param name="organizations">By their numbers.</param>
/// <param name="edits">When which of the organizations comes into force.</param>
sealed class PromiseLaws(IReadOnlyList<OrganizationFile> organizations, IReadOnlyList<(DateTimeOffset At, int Organization)> edits)
{
    /// <summary>A target of one conversation. <c>Ran</c>: when its clock ran so far, over all its cycles; null once that cannot be told from the output.</summary>
    sealed class Kept
    {
        public int Cycle;
        public bool Open, Judged;
        public DateTimeOffset? Due;
        public TimeSpan? Remaining;
        public List<(DateTimeOffset From, DateTimeOffset To)>? Ran = [];
        public DateTimeOffset RunsSince;
    }

    readonly Dictionary<(string, string), Kept> _kept = [];
    readonly Dictionary<string, string> _priorities = [];
    readonly Dictionary<string, DateTimeOffset> _received = [];
    readonly HashSet<string> _steps = [];
    DateTimeOffset _now;

    public void Check(IEnumerable<string> output)
    {
        foreach (var line in output)
        {
            var e = JsonNode.Parse(line)!.AsObject();
            var (at, conversation, what) = (At(e, "at")!.Value, (string)e["conversation"]!, (string)e["event"]!);
            Law(at >= _now, line, "time goes on");
            _now = at;
            if (what == "received")
                _received[conversation] = at;
            if (what == "priority")
                _priorities[conversation] = (string)e["to"]!;
            if (what == "escalated")
                Law(_steps.Add($"{conversation} {e["target"]} {_kept[(conversation, (string)e["target"]!)].Cycle} {e["step"]}"), line, "a step fires once for a deadline");
            if (what.StartsWith("deadline", StringComparison.Ordinal))
                Follow(e, line, conversation, what, at);
        }
    }

    void Follow(JsonObject e, string line, string conversation, string what, DateTimeOffset at)
    {
        var target = (string)e["target"]!;
        var policy = ChoosePolicy.For(new() { Channel = "c", Network = "webhook", AuthorId = "", AuthorName = "", Topic = "billing", Priority = _priorities.GetValueOrDefault(conversation, "normal") }, File);
        var calendar = BusinessTime.Of(File.Calendar(policy?.Calendar));
        if (!_kept.TryGetValue((conversation, target), out var kept))
            _kept[(conversation, target)] = kept = new Kept();
        var due = At(e, "dueAt");
        if (what != "deadlineSet")
            Law(kept.Open && !kept.Judged, line, "what is judged or cancelled stays so");

        switch (what)
        {
            case "deadlineSet":
                var cycle = (int)e["cycle"]!;
                Law(!kept.Open, line, "at most one open deadline for a target");
                Law(cycle > kept.Cycle || cycle == kept.Cycle && !kept.Judged, line, "a promise never restarts");
                // One that a policy newly has ran before it was told; for the others the clock starts here.
                if (target is not (Targets.FirstResponse or Targets.Resolution) || cycle != kept.Cycle + 1 || cycle == 1 && _received[conversation] != at)
                    kept.Ran = null;
                (kept.Cycle, kept.Open, kept.Judged, kept.Due, kept.Remaining, kept.RunsSince) = (cycle, true, false, due, null, at);
                if (due is not null)
                    IsDueRightly(kept, due.Value, policy!, target, calendar, line);
                break;
            case "deadlinePaused":
                var remaining = TimeSpan.Parse((string)e["remaining"]!, CultureInfo.InvariantCulture);
                if (kept.Due is { } was)
                    Law(remaining == calendar.Between(at, was), line, "what is left is the time to the due time");
                Stop(kept, at);
                if (kept.Ran is { } ran && Duration(policy!, target) is { } time)
                    Law(remaining == time - Sum(ran, calendar), line, "frozen remaining and counted time make the target");
                (kept.Due, kept.Remaining) = (null, remaining);
                break;
            case "deadlineResumed":
                if (kept.Remaining is { } left)
                    Law(due == calendar.Add(at, left), line, "it goes on with what was left");
                (kept.Due, kept.Remaining, kept.RunsSince) = (due, null, at);
                break;
            case "deadlineMoved":
                kept.Due = due;
                IsDueRightly(kept, due!.Value, policy!, target, calendar, line);
                break;
            case "deadlineMet":
                Law(due is null || at <= due, line, "met is satisfied in time");
                Law(due == kept.Due, line, "met at the due time that was told");
                Judge(kept, at);
                break;
            case "deadlineBreached":
                Law(due == kept.Due, line, "breached at the due time that was told");
                Law((bool)e["retroactive"]! ? at > due : at == due, line, "breached when it was due");
                Judge(kept, at);
                break;
            default:
                Stop(kept, at);
                kept.Open = false;
                break;
        }
    }

    void IsDueRightly(Kept kept, DateTimeOffset due, SlaPolicy policy, string target, BusinessTime calendar, string line)
    {
        if (kept.Ran is not { } ran || Duration(policy, target) is not { } time || time - Sum(ran, calendar) is var left && left < TimeSpan.Zero)
            return;
        Law(due == calendar.Add(kept.RunsSince, left), line, "due when the counted time is the target's");
    }

    static void Judge(Kept kept, DateTimeOffset at)
    {
        Stop(kept, at);
        (kept.Open, kept.Judged) = (false, true);
    }

    static void Stop(Kept kept, DateTimeOffset at)
    {
        if (kept.Due is not null)
            kept.Ran?.Add((kept.RunsSince, at));
        kept.Due = null;
    }

    OrganizationFile File => organizations[edits.Last(e => e.At <= _now).Organization];

    static TimeSpan Sum(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> ran, BusinessTime calendar) =>
        ran.Aggregate(TimeSpan.Zero, (sum, span) => sum + calendar.Between(span.From, span.To));

    static TimeSpan? Duration(SlaPolicy policy, string target) => target == Targets.FirstResponse ? policy.Targets.FirstResponse : policy.Targets.Resolution;

    static DateTimeOffset? At(JsonObject e, string field) => (string?)e[field] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>No assertion of NUnit, which would keep the failures of all the stories that are tried for a shorter one.</summary>
    static void Law(bool holds, string line, string law)
    {
        if (!holds)
            throw new InvalidOperationException($"{law}: {line}");
    }
}
