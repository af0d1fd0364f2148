namespace Escalation.Faults.Schedule;

/// <summary>A question and its course: who takes it, answers it, comes back to it, and ends it, in an order that is only roughly sensible.</summary>
sealed class PlanQuestions(Random random, int replicas, TimeSpan length, List<Planned> actions, Dictionary<string, IReadOnlyList<Reaction>> reactions)
{
    static readonly IReadOnlyList<string> About = ["Where is my invoice?", "I want a refund.", "The parcel is late.", "The courier was rude.", "My lawyer asks.", "Hello there."];
    static readonly IReadOnlyList<string> Reasons = ["answered", "spam", "notAQuestion", "abandoned", "duplicate"];
    static readonly IReadOnlyList<string> Topics = ["topic:billing", "topic:delivery", "expert:ann", "expert:bob", "expert:cis"];

    readonly List<string> _questions = [];
    int _posts, _answers, _notes, _declines;

    public void Add()
    {
        var asker = $"asker{_questions.Count}";
        var question = Post(length * (random.NextDouble() * 0.7), asker, Pick(About), replyTo: null);
        _questions.Add(question);
        var last = question;
        for (var (at, steps) = (actions[^1].At, random.Next(2, 7)); steps > 0; steps--)
        {
            at += TimeSpan.FromSeconds(0.02 - Math.Log(1 - random.NextDouble()) * 0.35);
            if (at > length)
                break;
            last = Step(at, question, last, asker);
        }
    }

    /// <returns>What a further reply goes to.</returns>
    string Step(TimeSpan at, string question, string last, string asker)
    {
        switch (random.Next(24))
        {
            case < 4:
                Do(at, "accept", question, random.Next(3) == 0 ? Anybody() : null);
                return last;
            case < 11:
                return Answer(at, question);
            case < 15:
                // Now and then by somebody else, and now and then before what it replies to.
                return Post(at - (random.Next(4) == 0 ? TimeSpan.FromSeconds(0.4) : TimeSpan.Zero), random.Next(5) == 0 ? "passerby" : asker, "And what about this?", last);
            case 15:
                Do(at, "decline", question, null, $"d{++_declines}");
                return last;
            case 16 or 17:
                Do(at, "forward", question, random.Next(6) == 0 ? Pick(Organizations.Experts) : Organizations.Manager, Pick(Topics));
                return last;
            case 18:
                Do(at, "close", question, random.Next(6) == 0 ? Anybody() : Organizations.Manager, Pick(Reasons));
                return last;
            case 19:
                Do(at, "hold", question, null, random.Next(2) == 0 ? null : "00:00:01");
                Do(at + TimeSpan.FromSeconds(0.2 + random.NextDouble()), "resume", question, null);
                return last;
            case 20:
                Do(at, "priority", question, Organizations.Manager, random.Next(2) == 0 ? "high" : "low");
                return last;
            case 21:
                Do(at, "notes", question, null, $"n{++_notes}");
                return last;
            case 22 when _questions.Count > 1:
                Do(at, "merge", question, Organizations.Manager, _questions[random.Next(_questions.Count - 1)]);
                return last;
            default:
                Revise(at, last == question || last[0] == 'p' ? last : question, asker);
                return last;
        }
    }

    void Revise(TimeSpan at, string post, string asker)
    {
        // A deletion or an edit may come before its post.
        at = random.Next(4) == 0 ? TimeSpan.FromTicks(Math.Max(0, (at - TimeSpan.FromSeconds(0.5)).Ticks)) : at;
        actions.Add(random.Next(3) == 0
            ? new DeletePost(at, post, Sending())
            : new EditPost(at, post, asker, "I meant the invoice.", Sending()));
    }

    string Post(TimeSpan at, string author, string text, string? replyTo)
    {
        var name = $"p{++_posts}";
        actions.Add(new SendPost(at < TimeSpan.Zero ? TimeSpan.Zero : at, name, author, text, replyTo, Sending(mostAtOnce: 3)));
        return name;
    }

    string Answer(TimeSpan at, string question)
    {
        var name = $"a{++_answers}";
        var holding = random.Next(8) == 0;
        var how = Sending(mostAtOnce: random.Next(6) == 0 ? 2 : 1);
        how = how with { OfCommit = OfCommit() };
        actions.Add(new Command(at, holding ? "answers?holding" : "answers", question, random.Next(5) == 0 ? Anybody() : null, name, WithKey: random.Next(2) == 0, how));
        reactions[name] = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (Reaction)random.Next(8))];
        if (random.Next(4) == 0)
            actions.Add(new AnswerCommand(at + TimeSpan.FromSeconds(0.1 + random.NextDouble()), Pick(["approve", "reject", "approve"]), name, random.Next(4) == 0 ? Anybody() : Organizations.Manager, WithKey: true, Sending()));
        if (random.Next(6) == 0)
            actions.Add(new AnswerCommand(at + TimeSpan.FromSeconds(0.3 + random.NextDouble()), "retry", name, random.Next(4) == 0 ? Anybody() : Organizations.Operator, WithKey: true, Sending()));
        return name;
    }

    void Do(TimeSpan at, string verb, string question, string? by, string? argument = null) =>
        actions.Add(new Command(at, verb, question, by, argument, WithKey: random.Next(2) == 0, Sending() with { OfCommit = OfCommit() }));

    /// <summary>What a person does is most worth losing the confirmation of.</summary>
    Loss OfCommit() => replicas == 1 || random.Next(4) > 0 ? Loss.Nothing : random.Next(3) == 0 ? Loss.Question : Loss.Answer;

    Sending Sending(int mostAtOnce = 1) =>
        new(random.Next(replicas), LosesAnswer: random.Next(6) == 0, AtOnce: random.Next(4) == 0 ? random.Next(1, mostAtOnce + 1) : 1);

    string Anybody() => Pick([.. Organizations.Experts, Organizations.Manager, Organizations.Operator]);

    T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
