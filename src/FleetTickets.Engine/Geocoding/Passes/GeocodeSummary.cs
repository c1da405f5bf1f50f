using System.Globalization;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>A pass for a person. "Done" stands there only when every name has a point.</summary>
public static class GeocodeSummary
{
    /// <param name="dailyBudget">Calls allowed a day, for the forecast.</param>
    public static ResultSheet Of(GeocodeReport report, int dailyBudget) => new($"{report.Kind.Title}: {Outcome(report)}")
    {
        Facts =
        [
            Fact.Counts(
                "names", ("to ask", report.Plan.ToAsk.Count), ("placed", report.Plan.Placed), ("remembered", report.Plan.Remembered),
                ("held", report.Plan.Held), ("no place", report.WithoutPlace)),
            .. report.IsDryRun ? Forecast(report, dailyBudget) : Result(report),
        ],
        Remarks = [.. report.IsDryRun ? Codes(report) : Stop(report)],
    };

    /// <summary>A dry-run's answer for programs.</summary>
    public static string Json(GeocodeReport report) => GeocodeAnswer.Json(report);

    /// <summary>The names that would be asked, with their open tickets and the queries.</summary>
    public static ResultSheet QuestionsOf(GeocodeReport report) => new($"{report.Kind.Title}: to ask, those of most open tickets first")
    {
        Table = new ResultTable(
            [new ResultColumn("open", IsNumber: true), new ResultColumn("key"), new ResultColumn("queries")],
            [.. report.Plan.ToAsk.Select(place => (IReadOnlyList<string>)
                [place.OpenTickets.ToString("N0", CultureInfo.InvariantCulture), place.Key.ToString(), string.Join(", else ", report.Kind.Queries(place))])]),
    };

    private static string Outcome(GeocodeReport report) => report switch
    {
        { IsDryRun: true } => "dry-run; nobody was asked and nothing was written, --apply does it",
        { WithoutPoint: 0 } => "done, every name has a point",
        { Unanswered: 0 } => string.Create(CultureInfo.InvariantCulture, $"all asked; without a point: {report.WithoutPoint:N0}, see --geocode-review"),
        _ => string.Create(CultureInfo.InvariantCulture, $"not done; names left: {report.Unanswered:N0}, without a point: {report.WithoutPoint:N0}"),
    };

    private static IEnumerable<Fact> Forecast(GeocodeReport report, int dailyBudget)
    {
        var (least, most) = report.Plan.Calls(report.Kind);
        var leftToday = report.BudgetLeft ?? dailyBudget;
        yield return Fact.Counts("calls", ("at least", least), ("at most", most), ("a day", dailyBudget), ("left today", leftToday));
        yield return new Fact("days", Days(most, leftToday, dailyBudget));
    }

    /// <summary>Today counts when it still has calls.</summary>
    private static string Days(int calls, int leftToday, int dailyBudget) => calls switch
    {
        0 => "0",
        _ when calls <= leftToday => "1",
        _ when dailyBudget <= 0 => "never: the budget is 0",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(leftToday > 0 ? 1 : 0) + Math.Ceiling((calls - Math.Max(leftToday, 0)) / (double)dailyBudget):N0}"),
    };

    private static IEnumerable<string> Codes(GeocodeReport report)
    {
        var codes = ProbableCodes.Among(report.Plan.ToAsk.Where(place => place.Key.LocationKey is not null).Select(place => (place.CleanedName!, place.Key.Cluster)));
        if (codes.Count > 0)
            yield return $"probably codes, in many clusters: {string.Join(", ", codes.Select(code => $"{code.Word} ({code.Clusters})"))}; see tickets.name_rules";
    }

    private static IEnumerable<Fact> Result(GeocodeReport report) =>
    [
        Fact.Counts("answers", [("accepted", report.Answers.GetValueOrDefault(PlaceStatus.Accepted)), .. report.Refusals.Select(refusal => (refusal.Reason, (long)refusal.Count))]),
        Fact.Counts("judged", ("again, without a call", report.Rejudged)),
        Fact.Counts("calls", [("made", report.Calls), .. report.BudgetLeft is { } left ? [("left today", (long)left)] : Array.Empty<(string, long)>()]),
        Fact.Counts("tickets", ("moved", report.TicketsMoved)),
        new Fact("elapsed", string.Create(CultureInfo.InvariantCulture, $"{report.Elapsed.TotalSeconds:0.0} s")),
    ];

    private static IEnumerable<string> Stop(GeocodeReport report)
    {
        if (report.Stop is { } stop)
            yield return $"{stop.Message}{(stop.RenewsAt is { } at ? $"; it renews at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}";
    }
}
