using System.Collections.Immutable;
using Escalation.Connectors;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Questions;

namespace Escalation.Simulation;

/// <summary>Reads a simulation's events, one JSON object a line; blank lines are passed over. All faults of all lines at once, each with its line.</summary>
public sealed class ReadEvents
{
    const string PostDo = "post";
    static readonly ImmutableArray<string> Dos =
        [PostDo, "accept", "decline", "forward", "answer", "approve", "reject", "note", "hold", "resume", "close", "merge", "priority", "absence", "apply", "end"];
    static readonly ImmutableArray<string> CloseReasons = [.. CloseConversation.Reasons, "silence", "withdrawn"];

    readonly Func<string, ReadResult<OrganizationFile>> _organizationAt;
    readonly List<Fault> _faults = [];
    readonly HashSet<string> _posts = [];
    OrganizationFile _file;
    DateTimeOffset _last = DateTimeOffset.MinValue;
    int _line;

    ReadEvents(OrganizationFile file, Func<string, ReadResult<OrganizationFile>> organizationAt) => (_file, _organizationAt) = (file, organizationAt);

    /// <param name="organizationAt">Reads the organization file at a path as it is written in the events.</param>
    public static ReadResult<IReadOnlyList<SimulatedEvent>> From(
        IEnumerable<string> lines, OrganizationFile file, Func<string, ReadResult<OrganizationFile>> organizationAt)
    {
        var reader = new ReadEvents(file, organizationAt);
        var events = lines.Select(reader.ReadLine).OfType<SimulatedEvent>().ToList();
        return reader._faults.Count > 0 ? new(null, [.. reader._faults]) : new(events, []);
    }

    SimulatedEvent? ReadLine(string json)
    {
        _line++;
        if (string.IsNullOrWhiteSpace(json))
            return null;
        var read = JsonInput.Read(json, Read);
        _faults.AddRange(read.Faults.Select(fault => new Fault($"line {_line}{(fault.Path == "$" ? "" : ": " + fault.Path)}", fault.Message.Replace("at line 1, column", "at column", StringComparison.Ordinal))));
        return read.Value;
    }

    SimulatedEvent Read(JsonInput input)
    {
        var at = input.Instant("at", required: true) ?? _last;
        if (at < _last)
            input.Fault("at", "is before the line above; events stand in the order of their time");
        _last = at;
        var what = input.Text("do", required: true, check: Readings.OneOf(Dos));
        switch (what)
        {
            case null:
                input.SkipAll();
                return new SimulatedEvent.End(_line, at);
            case PostDo:
                return Post(input, at);
            case "absence":
                return Absent(input, at);
            case "apply":
                return Apply(input, at);
            case "end":
                return new SimulatedEvent.End(_line, at);
            default:
                var conversation = input.Text("conversation", required: true, maxLength: 500, check: MustBeAsked) ?? "";
                return new SimulatedEvent.Action(_line, at, conversation, input.Text("by", check: MustBePerson), ReadDeed(what, input));
        }
    }

    Deed ReadDeed(string what, JsonInput input) => what switch
    {
        "accept" => new Deed.Accept(),
        "decline" => new Deed.Decline(input.Text("reason", maxLength: 2000) ?? "not mine", input.Text("suggest")),
        "forward" => new Deed.Forward(input.Text("to", required: true, check: to => Experts.ForwardTarget.Exists(to, _file) ? null : $"there is no {to}; write topic:NAME or expert:NAME") ?? ""),
        "answer" => new Deed.Answer(
            input.Text("text", maxLength: ReceivePost.MaxTextBytes) ?? "(an answer)", input.Flag("holding") ?? false, input.Duration("deliveryTakes") ?? TimeSpan.Zero, input.Flag("deliveryFails") ?? false),
        "approve" => new Deed.Approve(),
        "reject" => new Deed.Reject(),
        "note" => new Deed.Note(input.Text("text", maxLength: ReceivePost.MaxTextBytes) ?? "(a note)"),
        "hold" => new Deed.Hold(input.Instant("until")),
        "resume" => new Deed.Resume(),
        "close" => new Deed.Close(input.Text("reason", check: Readings.OneOf(CloseReasons)) ?? "answered"),
        "merge" => new Deed.Merge(input.Text("into", required: true, maxLength: 500, check: MustBeAsked) ?? ""),
        _ => new Deed.Priority(input.Text("to", required: true, check: Readings.OneOf(ChangePriority.Priorities)) ?? "normal"),
    };

    SimulatedEvent.Post Post(JsonInput input, DateTimeOffset at)
    {
        var channel = input.Text("channel", required: true, check: name => _file.Channel(name) is null ? $"there is no channel {name}" : null) ?? "";
        var id = input.Text("id", required: true, maxLength: 400) ?? "";
        _posts.Add($"{channel}/{id}");
        var author = input.Object("author", required: true, read: author =>
        {
            var id = author.Text("id", required: true, maxLength: 400) ?? "";
            return new InboundAuthor(id, author.Text("name") ?? id, author.Text("handle"), author.Texts("tags") is var tags && author.Has("tags") ? tags : null);
        }) ?? new InboundAuthor("", "");
        return new(_line, at, channel, new InboundPost(
            id, input.Text("text", required: true, maxLength: ReceivePost.MaxTextBytes) ?? "", author, input.Text("inReplyTo", maxLength: 400), input.Text("url", maxLength: 2000),
            Language: input.Text("language", check: Readings.Language)));
    }

    SimulatedEvent.Absent Absent(JsonInput input, DateTimeOffset at)
    {
        var expert = input.Text("expert", required: true, check: MustBePerson) ?? "";
        var from = input.Instant("from") ?? at;
        var to = input.Instant("to", required: true) ?? DateTimeOffset.MaxValue;
        if (to <= from)
            input.Fault("to", "must be after from");
        return new(_line, at, expert, new Absence(from, to, input.Text("substitute", check: MustBePerson)));
    }

    SimulatedEvent.Apply Apply(JsonInput input, DateTimeOffset at)
    {
        var path = input.Text("organization", required: true, maxLength: 2000);
        if (path is null)
            return new(_line, at, _file);
        var read = _organizationAt(path);
        foreach (var fault in read.Faults)
            input.Fault("organization", $"{path}: {(fault.Path == "$" ? "" : fault.Path + ": ")}{fault.Message}");
        _file = read.Value ?? _file;
        return new(_line, at, _file);
    }

    string? MustBeAsked(string name) => _posts.Contains(name) ? null : $"no line above asks {name}; a conversation is named CHANNEL/ID of its first post";

    string? MustBePerson(string name) => _file.Person(name) is null ? $"there is no person {name}" : null;
}
