using System.Diagnostics;
using Escalation.Topics;

namespace Escalation.Benchmarks.Topics;

/// <summary>Time and memory, on one core. The floor is what any model has to do: read the question's words.</summary>
static class Speed
{
    const int TenThousand = 10_000, Rounds = 5;

    public static void Measure(Banking banking)
    {
        Report.Say("speed and memory");
        Report.Heading("Speed and memory", "measure", "goal", "figure");
        var texts = banking.Train.Take(TenThousand).Select(q => new TopicText(q.Text, q.Category)).ToList();
        var before = Heap();
        var start = TimeProvider.System.GetTimestamp();
        var model = TrainedTopics.From(banking.Topics, banking.Topics.Select(topic => new TopicText(topic, topic)), ["en"], texts, 0);
        var took = TimeProvider.System.GetElapsedTime(start);
        var again = Stopwatch(() => TrainedTopics.From(banking.Topics, banking.Topics.Select(topic => new TopicText(topic, topic)), ["en"], texts, 0));
        Report.Row("10,000 examples learned anew with the confidence measured anew, s, first and second time", "5", $"{took.TotalSeconds:0.00}, {again.TotalSeconds:0.00}");
        Report.Row("memory of 77 topics and 10,000 examples, on the heap, MiB", "64", Report.Number((Heap() - before) / (double)(1 << 20), "0.0"));
        Report.Row("of which the model by its own count, MiB", "", Report.Number(model.Bytes / (double)(1 << 20), "0.0"));

        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var question in banking.Test)
                times.Add(Stopwatch(() => model.Best(question.Text)).TotalMicroseconds);
        }
        // The first round compiles.
        times = [.. times.Skip(banking.Test.Count).Order()];
        Report.Row("a prediction, p50, µs", "40", Report.Number(times[times.Count / 2], "0.0"));
        Report.Row("a prediction, p99, µs", "200", Report.Number(times[times.Count * 99 / 100], "0.0"));
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        foreach (var question in banking.Test)
            model.Best(question.Text);
        Report.Row("allocated a prediction, bytes", "", Report.Number((GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)banking.Test.Count, "0"));
        var whole = banking.Test.Select(question => Stopwatch(() => model.Guess(question.Text, _ => true)).TotalMicroseconds).Skip(banking.Test.Count / 2).Order().ToList();
        Report.Row("three guesses with their words, as each question of the service gets them, p50, µs", "", Report.Number(whole[whole.Count / 2], "0.0"));
        var (all, floor) = (Cpu(() => banking.Test.Count(q => model.Best(q.Text).Topic is not null)), Cpu(() => banking.Test.Count(q => q.Text.ToLowerInvariant().Split(' ').Length > 0)));
        Report.Row("CPU of a prediction, µs, and as a multiple of splitting the text into lower-case words", "", $"{Report.Number(all, "0.0")}, {Report.Number(all / floor, "0")} x");
        double Cpu(Func<int> work)
        {
            var used = Environment.CpuUsage.TotalTime;
            for (var round = 0; round < Rounds; round++)
                work();
            return (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / (Rounds * banking.Test.Count);
        }
        GC.KeepAlive(model);
    }

    static TimeSpan Stopwatch(Action work)
    {
        var start = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(start);
    }

    static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
