using System.Collections.Immutable;
using Escalation.Input;

namespace Escalation.Organization;

static class ReadPerson
{
    public const int DefaultCapacity = 10;
    public const int DefaultLevel = 1;

    /// <summary>Words that stand for people in <c>notify:</c> and in an alert's <c>to</c>.</summary>
    public static readonly ImmutableArray<string> Reserved = ["assignee", "owner", "managers", "ops"];

    static readonly Reading<Role> RoleOfPerson = Readings.OneOf(Role.Expert, Role.Manager, Role.Ops, Role.Admin);

    public static ImmutableArray<Role> DefaultRoles(ImmutableArray<PersonTopic> topics) => topics.IsEmpty ? [] : [Role.Expert];

    public static Person From(JsonInput input, string name, Names known)
    {
        if (Reserved.Contains(name))
            input.Fault("name", $"'{name}' stands for others in alerts; choose another name");
        var displayName = input.Text("displayName", required: true) ?? "";
        var email = input.Text("email", maxLength: 254, check: Readings.Email);
        var roles = input.Values<Role>("roles", RoleOrWhyNot, distinct: true);
        var topics = Topics(input, known);
        return new(
            name,
            displayName,
            email,
            input.Has("roles") ? roles : DefaultRoles(topics),
            topics,
            input.Texts("languages", distinct: true, check: Readings.Language),
            input.Text("calendar", check: known.Calendars.MustExist),
            input.Whole("capacity", 0, 1000) ?? DefaultCapacity,
            input.Text("profile", maxLength: 4000),
            input.List("absences", item => Absence(item, name, known)));
    }

    static string? RoleOrWhyNot(string text, out Role role)
    {
        var wrong = RoleOfPerson(text, out role);
        return wrong is not null && text == "integration" ? "integration is for API keys only; a person " + wrong : wrong;
    }

    static ImmutableArray<PersonTopic> Topics(JsonInput input, Names known)
    {
        var seen = new HashSet<string>();
        return input.List("topics", item =>
        {
            var topic = item.Text("topic", required: true, check: known.Topics.MustExist) ?? "";
            if (topic != "" && !seen.Add(topic))
                item.Fault("topic", $"this person has the topic '{topic}' already");
            return new PersonTopic(topic, item.Whole("level", 1, 10) ?? DefaultLevel);
        });
    }

    static Absence Absence(JsonInput input, string person, Names known)
    {
        var from = input.Instant("from", required: true);
        var to = input.Instant("to", required: true);
        if (to <= from)
            input.Fault("to", "must be later than from");
        var substitute = input.Text("substitute", check: name => name == person ? "must be somebody else" : known.People.MustExist(name));
        return new(from ?? default, to ?? default, substitute);
    }
}
