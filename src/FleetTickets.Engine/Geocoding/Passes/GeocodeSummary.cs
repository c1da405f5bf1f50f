using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Geocoding;

/// <summary>A pass for a person: a few lines that fit 80 columns. "Done" stands there only when every name has a point.</summary>
public static class GeocodeSummary
{
    /// <param name="dailyBudget">Calls allowed a day, for the forecast.</param>
    public static string Of(GeocodeReport report, int dailyBudget)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.Kind.Title}: {Outcome(report)}");
        Line(text, "names", ("to ask", report.Plan.ToAsk.Count), ("placed", report.Plan.Placed), ("remembered", report.Plan.Remembered), ("held", report.Plan.Held), ("no place", report.WithoutPlace));
        if (report.IsDryRun)
            AppendForecast(text, report, dailyBudget);
        else
            AppendResult(text, report);
        return text.ToString();
    }

    /// <summary>A line for each name that would be asked: its open tickets, its key, the queries.</summary>
    public static string QuestionsOf(GeocodeReport report)
    {
        var text = new StringBuilder();
        foreach (var place in report.Plan.ToAsk)
            text.AppendLine(CultureInfo.InvariantCulture, $"{place.OpenTickets,6} open  {place.Key}: {string.Join(", else ", report.Kind.Queries(place))}");
        return text.ToString();
    }

    private static string Outcome(GeocodeReport report) => report switch
    {
        { IsDryRun: true } => "dry-run; nobody was asked and nothing was written, --apply does it",
        { WithoutPoint: 0 } => "done, every name has a point",
        { Unanswered: 0 } => string.Create(CultureInfo.InvariantCulture, $"all asked; without a point: {report.WithoutPoint:N0}, see --geocode-review"),
        _ => string.Create(CultureInfo.InvariantCulture, $"not done; names left: {report.Unanswered:N0}, without a point: {report.WithoutPoint:N0}"),
    };

    private static void AppendForecast(StringBuilder text, GeocodeReport report, int dailyBudget)
    {
        var (least, most) = report.Plan.Calls(report.Kind);
        Line(text, "calls", ("at least", least), ("at most", most), ("a day", dailyBudget), ("left today", report.BudgetLeft ?? dailyBudget));
        text.AppendLine(CultureInfo.InvariantCulture, $"  days       {Days(most, report.BudgetLeft ?? dailyBudget, dailyBudget)}");
    }

    /// <summary>Today counts when it still has calls.</summary>
    private static string Days(int calls, int leftToday, int dailyBudget) => calls switch
    {
        0 => "0",
        _ when calls <= leftToday => "1",
        _ when dailyBudget <= 0 => "never: the budget is 0",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(leftToday > 0 ? 1 : 0) + Math.Ceiling((calls - Math.Max(leftToday, 0)) / (double)dailyBudget):N0}"),
    };

    private static void AppendResult(StringBuilder text, GeocodeReport report)
    {
        Line(text, "answers", [("accepted", report.Answers.GetValueOrDefault(PlaceStatus.Accepted)), .. report.Answers
            .Where(answer => answer.Key is not PlaceStatus.Accepted)
            .Select(answer => (StoredWord.Spoken(answer.Key), (long)answer.Value))]);
        Line(text, "judged", ("again, without a call", report.Rejudged));
        Line(text, "calls", [("made", report.Calls), .. report.BudgetLeft is { } left ? [("left today", (long)left)] : Array.Empty<(string, long)>()]);
        Line(text, "tickets", ("moved", report.TicketsMoved));
        text.AppendLine(CultureInfo.InvariantCulture, $"  elapsed    {report.Elapsed.TotalSeconds:0.0} s");
        if (report.Stop is { } stop)
            text.AppendLine(CultureInfo.InvariantCulture, $"  ! {stop.Message}{(stop.RenewsAt is { } at ? $"; it renews at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")}");
    }

    private static void Line(StringBuilder text, string label, params ReadOnlySpan<(string Name, long Value)> counts)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {label,-9}");
        foreach (var (name, value) in counts)
            text.Append(CultureInfo.InvariantCulture, $"  {name} {value:N0}");
        text.AppendLine();
    }
}
