using System.Collections.Immutable;
using Escalation.Input;
using Escalation.Questions;
using Escalation.Sla;

namespace Escalation.Organization;

static class ReadSlaPolicy
{
    public static readonly TimeSpan DefaultReopenWithin = TimeSpan.FromDays(7);
    public static readonly TimeSpan DefaultCloseAfter = TimeSpan.FromDays(7);

    static readonly PolicyTargets NoTargets = new(null, null, null, null);

    public static SlaPolicy From(JsonInput input, string name, Names known) => new(
        name,
        input.Text("calendar", check: known.Calendars.MustExist),
        input.Text("escalation", check: known.EscalationPolicies.MustExist),
        input.Object("when", when => Conditions(when, known)) ?? PolicyConditions.Everything,
        TargetsOf(input),
        input.Duration("reopenWithin") ?? DefaultReopenWithin,
        input.Duration("closeAfter") ?? (input.IsNull("closeAfter") ? null : DefaultCloseAfter),
        input.Flag("holdingMeetsFirstResponse") ?? false);

    static PolicyConditions Conditions(JsonInput when, Names known) => new(
        when.Texts("topics", distinct: true, check: known.Topics.MustExist),
        when.Texts("networks", distinct: true, check: known.Networks.MustExist),
        when.Texts("channels", distinct: true, check: known.Channels.MustExist),
        when.Texts("priorities", distinct: true, check: Readings.OneOf(ChangePriority.Priorities)),
        when.Texts("authorTags", distinct: true),
        when.Texts("languages", distinct: true, check: Readings.Language));

    static PolicyTargets TargetsOf(JsonInput input) => input.Object("targets", required: true, read: targets =>
    {
        if (!Targets.All.Any(targets.Has))
            input.Fault("targets", $"must hold at least one of {string.Join(", ", Targets.All)}");
        return new PolicyTargets(
            targets.Duration("acceptance"),
            targets.Duration("firstResponse"),
            targets.Duration("nextResponse"),
            targets.Duration("resolution"));
    }) ?? NoTargets;
}
