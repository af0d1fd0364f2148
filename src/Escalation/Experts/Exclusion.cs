using System.Globalization;
using Escalation.Organization;

namespace Escalation.Experts;

public enum WhyNot
{
    LeftOut,
    Role,
    Language,
    Absent,
    Full,
}

/// <summary>Somebody who was thought of and cannot take the question.</summary>
public sealed record Exclusion(ExpertLoad Expert, WhyNot Why, ExpertNeed Need)
{
    public string Name => Expert.Name;

    public string Reason => Why switch
    {
        WhyNot.LeftOut => "declined it or held it before",
        WhyNot.Role => "has no role that answers questions",
        WhyNot.Language => $"does not speak {Need.Language}",
        WhyNot.Absent => $"absent until {Return(Expert.Person, Need.At)}",
        _ => $"at capacity {Expert.Held} of {Expert.Person.Capacity}",
    };

    static string Return(Person person, DateTimeOffset now) =>
        person.AbsentUntil(now)?.UtcDateTime.ToString("dddd yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
