using System.Globalization;
using System.Text.RegularExpressions;
using Escalation.Input;
using Escalation.Sla;

namespace Escalation.Organization;

static partial class ReadEscalationPolicy
{
    const string Notify = "notify:";

    public static EscalationPolicy From(JsonInput input, string name, Names known) => new(name, input.List("steps", step => Step(step, known)));

    public static string WritePercent(decimal share) => (share * 100).ToString("0.####", CultureInfo.InvariantCulture) + "%";

    static LadderStep Step(JsonInput step, Names known)
    {
        var target = step.Text("target", required: true, check: Readings.OneOf(Targets.All)) ?? "";
        var at = step.Value<decimal>("at", ReadPercent);
        var after = step.Duration("after");
        if (!step.Has("at") && !step.Has("after"))
            step.Fault("at", "is required, unless after says how long past the due time");
        if (step.Has("at") && step.Has("after"))
            step.Fault("after", "excludes at; leave one of the two out");
        return new(target, at, after, step.Texts("do", required: true, distinct: true, check: action => MustBeAction(action, known)));
    }

    static string? ReadPercent(string text, out decimal share)
    {
        share = 0;
        if (!Percent().IsMatch(text))
            return "must be a percentage such as 80%";
        share = decimal.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) / 100;
        return share <= 0 ? "must be more than 0%"
            : share > 1 ? "must not be more than 100%; use after for what comes past the due time"
            : null;
    }

    static string? MustBeAction(string action, Names known)
    {
        if (action is "remind" or "reassign" or "raisePriority" or "notify:owner" or "notify:managers" or "notify:ops")
            return null;
        return action.StartsWith(Notify, StringComparison.Ordinal)
            ? known.People.MustExist(action[Notify.Length..])
            : "must be one of remind, reassign, raisePriority, or notify: with owner, managers, ops or a person's name";
    }

    [GeneratedRegex(@"^[0-9]{1,6}(\.[0-9]{1,4})?%\z")]
    private static partial Regex Percent();
}
