using System.Globalization;
using System.Text.Json.Nodes;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>
/// The dashboard once more, from docs/database.md instead of from the SQL: it goes through all tickets one by one and compares days,
/// not moments. Of the open and the closed it gives the ids.
/// </summary>
internal sealed class DashboardModel(IReadOnlyList<TicketRow> tickets, decimal? policyHours, DateTimeOffset now)
{
    private static readonly string[] Compliant = ["Compliant", "WithinSLA", "InSLA", "SLAmet"];
    private static readonly string[] Breached = ["Breached", "SLAbreached", "OutOfSLA", "OutsideSLA", "SLAmissed", "Noncompliant", "Notcompliant"];
    private static readonly TimeSpan EastAfrica = TimeSpan.FromHours(3);

    public JsonObject Answer(DashboardQuestion question)
    {
        var window = WindowOf(question);
        var asked = tickets
            .Where(ticket => question.Cluster is null || ticket.Cluster == question.Cluster)
            .Where(ticket => question.Status is null || ticket.Status == question.Status)
            .ToList();
        return new JsonObject
        {
            ["window"] = new JsonObject { ["name"] = window.Name, ["from"] = Iso(window.From), ["to"] = Iso(window.To) },
            ["open"] = Ids(asked.Where(ticket => ticket.IsOpen)),
            ["closed"] = Ids(asked.Where(ticket => IsClosedIn(window, ticket))),
            ["metrics"] = Metrics(window, asked),
        };
    }

    private Days WindowOf(DashboardQuestion question)
    {
        var today = DayOf(now.UtcDateTime);
        return (question.Window ?? (question.From is null ? "today" : "custom")) switch
        {
            "today" => new("today", today, today),
            "yesterday" => new("yesterday", today.AddDays(-1), today.AddDays(-1)),
            "7d" => new("7d", today.AddDays(-6), today),
            "30d" => new("30d", today.AddDays(-29), today),
            "this_week" => new("this_week", Enumerable.Range(0, 7).Select(back => today.AddDays(-back)).First(day => day.DayOfWeek is DayOfWeek.Monday), today),
            "this_month" => new("this_month", new DateOnly(today.Year, today.Month, 1), today),
            "custom" => new("custom", question.From!.Value, question.To!.Value),
            var other => throw new ArgumentOutOfRangeException(nameof(question), other, "a window that docs/database.md does not list"),
        };
    }

    private JsonObject Metrics(Days window, List<TicketRow> asked)
    {
        // Whom nothing is said of has no line among the clusters and teams.
        var counted = asked.Where(ticket => ticket.IsOpen || IsClosedIn(window, ticket) || IsCreatedIn(window, ticket) || IsFirstSeenIn(window, ticket)).ToList();
        var metrics = Figures(window, asked);
        metrics["by_cluster"] = Lines(window, counted, "cluster", ticket => ticket.Cluster);
        metrics["by_team"] = Lines(window, counted, "team", ticket => ticket.Team);
        return metrics;
    }

    private JsonArray Lines(Days window, List<TicketRow> counted, string key, Func<TicketRow, string?> nameOf) =>
        new([.. counted.GroupBy(nameOf).OrderBy(group => group.Key is null).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            var line = Figures(window, [.. group]);
            line[key] = group.Key;
            return line;
        })]);

    private JsonObject Figures(Days window, List<TicketRow> of)
    {
        var open = of.Where(ticket => ticket.IsOpen).ToList();
        var closed = of.Where(ticket => IsClosedIn(window, ticket)).ToList();
        var created = of.Count(ticket => IsCreatedIn(window, ticket));
        var mttr = closed.Where(ticket => ticket.Mttr is not null).Select(ticket => (decimal)ticket.Mttr!.Value).Order().ToList();
        return new JsonObject
        {
            ["open_total"] = open.Count,
            ["open_breached"] = policyHours is null ? null : open.Count(ticket => HoursOpen(ticket) >= policyHours),
            ["open_due_soon"] = policyHours is null ? null : open.Count(ticket => HoursOpen(ticket) >= policyHours * 3 / 4 && HoursOpen(ticket) < policyHours),
            ["open_unmapped"] = open.Count(ticket => !ticket.HasPlace),
            ["created"] = created,
            ["created_unknown"] = of.Count(ticket => IsFirstSeenIn(window, ticket)),
            ["closed"] = closed.Count,
            ["closed_compliant"] = closed.Count(ticket => Says(ticket, Compliant)),
            ["closed_breached"] = closed.Count(ticket => Says(ticket, Breached)),
            ["closed_unknown"] = closed.Count(ticket => !Says(ticket, Compliant) && !Says(ticket, Breached)),
            ["closure_rate"] = created == 0 ? null : Rounded(closed.Count / (decimal)created, 4),
            ["mttr_avg_minutes"] = mttr.Count == 0 ? null : Rounded(mttr.Average(), 1),
            ["mttr_median_minutes"] = Percentile(mttr, 0.5m),
            ["mttr_p90_minutes"] = Percentile(mttr, 0.9m),
        };
    }

    /// <summary>The place of a share among ordered values, and between two of them proportionally.</summary>
    private static decimal? Percentile(List<decimal> ordered, decimal share)
    {
        if (ordered.Count == 0)
            return null;
        var place = share * (ordered.Count - 1);
        var (below, above) = (ordered[(int)decimal.Floor(place)], ordered[(int)decimal.Ceiling(place)]);
        return Rounded(below + ((above - below) * (place - decimal.Floor(place))), 1);
    }

    private static decimal Rounded(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero);

    private static bool IsClosedIn(Days window, TicketRow ticket) => !ticket.IsOpen && window.Hold(ticket.ClosedAt);

    private static bool IsCreatedIn(Days window, TicketRow ticket) => window.Hold(ticket.CreatedAt);

    private static bool IsFirstSeenIn(Days window, TicketRow ticket) => ticket.CreatedAt is null && window.Hold(ticket.FirstSeenAt);

    private static bool Says(TicketRow ticket, string[] spellings) =>
        spellings.Contains(string.Concat((ticket.SlaStatus ?? "").Where(char.IsLetter)), StringComparer.OrdinalIgnoreCase);

    /// <summary>A clock that starts in the future tells nothing.</summary>
    private decimal? HoursOpen(TicketRow ticket) =>
        (ticket.CreatedAt ?? ticket.FirstSeenAt) is { } start && start <= now.UtcDateTime ? (now.UtcDateTime - start).Ticks / (decimal)TimeSpan.TicksPerHour : null;

    private static JsonArray Ids(IEnumerable<TicketRow> tickets) =>
        new([.. tickets.Where(ticket => ticket.HasPlace).Select(ticket => ticket.Id).Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]);

    private static DateOnly DayOf(DateTime moment) => DateOnly.FromDateTime(moment + EastAfrica);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Days(string Name, DateOnly From, DateOnly To)
    {
        public bool Hold(DateTime? moment) => moment is { } known && DayOf(known) >= From && DayOf(known) <= To;
    }
}
