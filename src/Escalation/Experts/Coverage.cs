using Escalation.Organization;
using Escalation.Sla;

namespace Escalation.Experts;

/// <summary>Who is there for a topic.</summary>
/// <param name="Reachable">How many people can be asked now: at work, or standing in for somebody, with a place.</param>
/// <param name="Uncovered">When nobody is there, nights and weekends too.</param>
/// <param name="Gaps">Of that, when somebody would have been at work and is absent.</param>
public sealed record TopicCoverage(
    Topic Topic, int Reachable, IReadOnlyList<ExpertCoverage> Experts, IReadOnlyList<OpenSpan> Uncovered, IReadOnlyList<OpenSpan> Gaps);

/// <param name="AbsentUntil">Null: not absent now.</param>
/// <param name="NextAbsence">When the next absence begins, if one is known.</param>
/// <param name="Substitute">Who stands in now; of somebody who is there, at the next absence, if it begins in the window.</param>
/// <param name="Hours">When the expert is reachable, or the substitute during an absence.</param>
public sealed record ExpertCoverage(
    Person Person, int Level, int Held, DateTimeOffset? AbsentUntil, DateTimeOffset? NextAbsence, Person? Substitute, IReadOnlyList<OpenSpan> Hours);

/// <summary>Who is reachable for each topic in a window of time: hours of work minus absences, a substitute's during an absence.</summary>
/// <param name="held">Conversations that each holds at the window's beginning.</param>
public sealed class Coverage(OrganizationFile file, IReadOnlyDictionary<string, int> held, OpenSpan window)
{
    readonly Func<Person, BusinessTime> _hours = file.Hours();
    readonly Dictionary<BusinessTime, List<OpenSpan>> _work = [];
    readonly Dictionary<string, List<OpenSpan>> _there = [];

    public IReadOnlyList<TopicCoverage> All() => [.. file.Topics.Select(Of)];

    public TopicCoverage Of(Topic topic)
    {
        var people = file.People.Where(p => p.Knows(topic.Name)).ToList();
        var experts = people.ConvertAll(p => Of(p, p.Topics.First(t => t.Topic == topic.Name).Level));
        var covered = experts.SelectMany(e => e.Hours).Union();
        var work = people.Where(p => p.TakesQuestions).Select(_hours).Distinct().SelectMany(Work).Union();
        IReadOnlyList<OpenSpan> all = window.From < window.To ? [window] : [];
        return new TopicCoverage(topic, people.Select(Taker).OfType<Person>().Distinct().Count(), experts, all.Minus(covered), work.Minus(covered));
    }

    ExpertCoverage Of(Person person, int level)
    {
        var (until, next) = (person.AbsentUntil(window.From), person.Absences.Where(a => a.From > window.From).MinBy(a => a.From));
        var substitute = until is not null ? person.SubstituteAt(window.From) : next?.From < window.To ? next.Substitute : null;
        var hours = person.MayAnswer ? There(person).Concat(StandIns(person)).Union() : [];
        return new ExpertCoverage(person, level, held.GetValueOrDefault(person.Name), until, next?.From, file.Person(substitute), hours);
    }

    /// <summary>Who can be asked now at this expert's place.</summary>
    Person? Taker(Person expert)
    {
        var taker = !expert.MayAnswer ? null : expert.AbsenceAt(window.From) is null ? expert : file.Person(expert.SubstituteAt(window.From));
        return taker is { TakesQuestions: true } && taker.AbsenceAt(window.From) is null && held.GetValueOrDefault(taker.Name) < taker.Capacity && _hours(taker).IsOpen(window.From) ? taker : null;
    }

    List<OpenSpan> There(Person person)
    {
        if (!_there.TryGetValue(person.Name, out var there))
            _there.Add(person.Name, there = person.TakesQuestions ? Work(_hours(person)).Minus(Absences(person).Select(a => a.Span).Union()) : []);
        return there;
    }

    /// <summary>Of absences that overlap the first that names a substitute counts.</summary>
    IEnumerable<OpenSpan> StandIns(Person person)
    {
        var taken = new List<OpenSpan>();
        foreach (var (absence, span) in Absences(person))
        {
            if (file.Person(absence.Substitute) is not { } substitute)
                continue;
            foreach (var there in There(substitute).And(new[] { span }.Minus(taken)))
                yield return there;
            taken = taken.Append(span).Union();
        }
    }

    List<OpenSpan> Work(BusinessTime hours)
    {
        if (!_work.TryGetValue(hours, out var work))
            _work.Add(hours, work = [.. hours.Spans(window.From, window.To)]);
        return work;
    }

    IEnumerable<(Absence Absence, OpenSpan Span)> Absences(Person person) =>
        person.Absences.Select(a => (a, new OpenSpan(a.From, a.To))).Where(a => a.Item2.Overlaps(window));
}
