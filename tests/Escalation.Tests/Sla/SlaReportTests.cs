using Escalation.Sla;

namespace Escalation.Tests.Sla;

public class SlaReportTests
{
    [Test]
    public void A_report_has_no_more_lines_than_anybody_reads()
    {
        var report = new SlaReport(Some.Monday.AddDays(-1), Some.Monday, ["topic"], Per: null);
        Assert.That(report.Summarize(Of(SlaReport.MostLines)), Has.Count.EqualTo(SlaReport.MostLines));
        Assert.That(() => report.Summarize(Of(SlaReport.MostLines + 1)), Throws.InstanceOf<TooManyLinesException>());
    }

    static IEnumerable<SlaReport.Judged> Of(int topics) => Enumerable.Range(0, topics)
        .Select(i => new SlaReport.Judged(Targets.FirstResponse, $"t{i}", null, "site", "webhook", Some.Monday, Kept: true, Some.Monday, Some.Monday));
}
