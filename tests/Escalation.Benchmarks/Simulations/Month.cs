using System.Globalization;
using System.Text.Json;

namespace Escalation.Benchmarks.Simulations;

/// <summary>
/// A month at a company that answers in office hours: people ask mostly then, experts mostly accept within minutes and
/// answer within hours, some not at all. The same seed gives the same lines.
/// </summary>
sealed class Month(int seed)
{
    /// <summary>In winter, so that the office is an hour ahead of UTC all the time.</summary>
    static readonly DateTimeOffset Begin = new(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(1));
    static readonly TimeSpan Opens = TimeSpan.FromHours(9), Closes = TimeSpan.FromHours(17.5);
    const int Days = 28;

    readonly Random _random = new(seed);
    readonly List<(DateTimeOffset At, object Event)> _events = [];

    public static IReadOnlyList<string> Lines(int conversations, int seed)
    {
        var month = new Month(seed);
        for (var i = 0; i < conversations; i++)
            month.Ask(i);
        // Until the last one is closed by silence, too.
        var end = new { at = Text(month._events.Max(e => e.At).AddDays(8)), @do = "end" };
        return [.. month._events.OrderBy(e => e.At).Select(e => JsonSerializer.Serialize(e.Event)), JsonSerializer.Serialize(end)];
    }

    void Ask(int number)
    {
        var (id, conversation, topic) = ($"p{number}", $"site/p{number}", _random.Next(Company.Topics));
        var askedAt = AnyTime();
        Post(askedAt, id, $"{Company.Word(topic)} question {number}", null, number);
        var expert = Company.Expert(topic, _random.Next(Company.ExpertsOfTopic));

        var at = askedAt;
        if (Chance(0.03))
            Do(at = Working(at, Minutes(15)), conversation, "decline", expert, ("reason", "not mine"));
        if (Chance(0.02))
            Do(at = Working(at, Minutes(10)), conversation, "forward", "manager0", ("to", $"topic:topic{topic = _random.Next(Company.Topics)}"));
        if (Chance(0.85))
            Do(at = Working(at, Minutes(8)), conversation, "accept", expert);
        else if (Chance(0.6))
            Do(at = Working(at, Minutes(120)), conversation, "accept", expert);
        if (Chance(0.02))
            Do(at = Working(at, Minutes(5)), conversation, "priority", "manager1", ("to", "high"));
        if (Chance(0.04))
            Do(at = Working(at, Minutes(10)), conversation, "note", expert, ("text", "Looking into it"));
        if (Chance(0.06))
        {
            Do(at = Working(at, Minutes(20)), conversation, "hold", expert);
            Do(at = Working(at.AddDays(1), Minutes(60)), conversation, "resume", expert);
        }
        at = Answer(at, conversation, expert, Chance(0.08) ? 900 : 60);
        for (var follow = 2; follow < 5 && Chance(0.35); follow++)
        {
            Post(at = at.Add(Minutes(400)), $"{id}-{follow}", "And what then?", id, number);
            at = Answer(at, conversation, expert, 40);
        }
        // The others are closed by silence.
        if (Chance(0.6))
            Do(Working(at, Minutes(600)), conversation, "close", "manager0", ("reason", "answered"));
    }

    DateTimeOffset Answer(DateTimeOffset after, string conversation, string expert, double minutes)
    {
        var at = Working(after, Minutes(minutes));
        Do(at, conversation, "answer", expert, ("text", "Here is how"));
        return at;
    }

    void Post(DateTimeOffset at, string id, string text, string? inReplyTo, int author)
    {
        var post = new Dictionary<string, object> { ["at"] = Text(at), ["do"] = "post", ["channel"] = "site", ["id"] = id, ["author"] = new { id = $"author{author % 4000}", name = "Asker" }, ["text"] = text };
        if (inReplyTo is not null)
            post["inReplyTo"] = inReplyTo;
        _events.Add((at, post));
    }

    void Do(DateTimeOffset at, string conversation, string what, string by, params ReadOnlySpan<(string, string)> more)
    {
        var happens = new Dictionary<string, string> { ["at"] = Text(at), ["do"] = what, ["conversation"] = conversation, ["by"] = by };
        foreach (var (name, value) in more)
            happens[name] = value;
        _events.Add((at, happens));
    }

    /// <summary>Four in five in office hours, the rest whenever.</summary>
    DateTimeOffset AnyTime()
    {
        var at = Begin + (TimeSpan.FromDays(Days) * _random.NextDouble());
        return Chance(0.2) ? at : Working(at, (Closes - Opens) * (_random.NextDouble() * 0.99));
    }

    /// <summary>After so much of office time; what does not fit into a day goes on the next.</summary>
    static DateTimeOffset Working(DateTimeOffset after, TimeSpan takes)
    {
        for (var at = after; ; at = new DateTimeOffset(at.Date.AddDays(1), at.Offset) + Opens)
        {
            var (opens, closes) = (new DateTimeOffset(at.Date, at.Offset) + Opens, new DateTimeOffset(at.Date, at.Offset) + Closes);
            if (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || at >= closes)
                continue;
            var from = at > opens ? at : opens;
            if (from + takes < closes)
                return from + takes;
            takes -= closes - from;
        }
    }

    /// <summary>So long on average; mostly shorter, seldom much longer.</summary>
    TimeSpan Minutes(double average) => TimeSpan.FromMilliseconds(Math.Round(-Math.Log(1 - _random.NextDouble()) * average * 60_000) + 1);

    bool Chance(double share) => _random.NextDouble() < share;

    static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
