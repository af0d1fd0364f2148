using System.Globalization;
using System.Text;
using Escalation.Input;
using Escalation.Organization;
using Escalation.Server.Access;
using Escalation.Sla;
using Escalation.Storage;
using Microsoft.OpenApi;

namespace Escalation.Server.Api;

static class ReportsApi
{
    const string Csv = "text/csv";
    static readonly TimeSpan UsualSpan = TimeSpan.FromDays(30);

    public sealed record SlaReportView(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SlaReportItem> Items);

    public sealed record SlaReportItem(
        DateOnly? Period, string Target, string? Topic, string? Expert, string? Channel, string? Network, int Kept, int Breached, double Share, TimeSpan? Median, TimeSpan? Percentile90)
    {
        public static SlaReportItem Of(SlaReportLine line) => new(
            line.Key.Period, line.Key.Target, line.Key.Topic, line.Key.Expert, line.Key.Channel, line.Key.Network, line.Kept, line.Breached, line.Share, line.Median, line.Percentile90);
    }

    public static void MapReports(this IEndpointRouteBuilder api) =>
        api.MapGet("/reports/sla", async (HttpContext context, Caller caller, Database database, TimeProvider time) =>
            {
                var read = Query.Read(context.Request, input => Report(input, time.GetUtcNow()));
                if (!read.Ok)
                    return Problems.Invalid(read.Faults);
                // Who sees not all gets the own figures.
                var report = caller.Actor.SeesAll ? read.Value : read.Value with { Expert = caller.Actor.Name };
                SlaReportView view;
                try
                {
                    var lines = await database.ReadAsync(db => report.ReadAsync(db, context.RequestAborted));
                    view = new SlaReportView(report.From, report.To, [.. lines.Select(SlaReportItem.Of)]);
                }
                catch (TooManyLinesException e)
                {
                    return Problems.Invalid([new Fault("by", $"makes too many lines: {e.Message} Ask for a shorter time, or by less.")]);
                }
                return context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == Csv)
                    ? TypedResults.Text(ToCsv(view), Csv, Encoding.UTF8)
                    : TypedResults.Ok(view);
            }).Produces<SlaReportView>().Refuses()
            .Asks("from", "Verdicts from this instant on; left out: 30 days before to", JsonSchemaType.String)
            .Asks("to", "Verdicts before this instant; left out: now", JsonSchemaType.String)
            .Asks("by", $"Any of {string.Join(", ", SlaReport.Dimensions)}, separated by commas", JsonSchemaType.String)
            .Asks("per", $"{string.Join(" or ", SlaReport.Periods)}, in UTC", JsonSchemaType.String)
            .WithSummary("How promises were kept, as JSON or as CSV (Accept: text/csv)");

    static SlaReport Report(JsonInput input, DateTimeOffset now)
    {
        var to = input.Instant("to") ?? now;
        var from = input.Instant("from") ?? to - UsualSpan;
        if (from >= to)
            input.Fault("from", "must be before to");
        var by = input.Text("by", check: OnlyDimensions);
        return new SlaReport(from, to, Split(by ?? ""), input.Text("per", check: Readings.OneOf(SlaReport.Periods)));
    }

    static string? OnlyDimensions(string by) => Split(by).Select(Readings.OneOf(SlaReport.Dimensions)).FirstOrDefault(wrong => wrong is not null);

    static string[] Split(string by) => by.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>RFC 4180. Names hold no character that would need quotes.</summary>
    static string ToCsv(SlaReportView view)
    {
        var csv = new StringBuilder("period,target,topic,expert,channel,network,kept,breached,share,median,percentile90\r\n");
        foreach (var i in view.Items)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{i.Period:yyyy-MM-dd},{i.Target},{i.Topic},{i.Expert},{i.Channel},{i.Network},");
            csv.Append(CultureInfo.InvariantCulture, $"{i.Kept},{i.Breached},{i.Share:0.####},{i.Median:c},{i.Percentile90:c}\r\n");
        }
        return csv.ToString();
    }
}
