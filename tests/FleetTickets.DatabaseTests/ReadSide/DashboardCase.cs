using System.Globalization;
using CsCheck;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>Tickets as a feed delivers them, crowded around the edges of days and of the SLA, a moment to look at them and questions to ask.</summary>
internal sealed record DashboardCase(DateTimeOffset Now, decimal? PolicyHours, Dictionary<string, string>[] Tickets, DashboardQuestion[] Questions)
{
    private static readonly DateTimeOffset FirstDay = new(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(3));

    private static readonly Gen<TimeSpan> Edge =
        Gen.OneOf(TimeSpan.FromMicroseconds(-1), TimeSpan.Zero, TimeSpan.FromMicroseconds(1), TimeSpan.FromMinutes(30), TimeSpan.FromHours(14));

    // Half of the days are the first of a month, 29 February lies between, and every weekday comes.
    private static readonly Gen<DateTimeOffset> Midnight =
        Gen.OneOf(Gen.Int[0, 1_000].Select(days => FirstDay.AddDays(days)), Gen.Int[0, 36].Select(months => FirstDay.AddMonths(months)));

    // Of 48 hours the last quarter begins after three half days, of 16 after one.
    private static readonly Gen<decimal?> Policy = Gen.OneOf<decimal?>(null, 48, 16, 4.5m, 0);

    private static readonly Gen<string> Cluster = Gen.OneOf("West", "East", "east", "Élan", " ", "");

    private static readonly Gen<string> Status = Gen.OneOf("Assigned", "Pending", "Closed", "");

    /// <summary>Cases whatever.</summary>
    public static Gen<DashboardCase> Any =>
        from midnight in Midnight
        from edge in Edge
        from policy in Policy
        from tickets in Ticket(midnight, midnight + edge).Array[0, 80]
        from questions in Question(DateOnly.FromDateTime(midnight.DateTime)).Array[6]
        select new DashboardCase(midnight + edge, policy, tickets, questions);

    private static Gen<Dictionary<string, string>> Ticket(DateTimeOffset midnight, DateTimeOffset now)
    {
        var time = Time(midnight, now);
        return
            from isActionable in Gen.OneOf("true", "false", "false", "no", "maybe", "")
            from cluster in Cluster
            from team in Gen.OneOf("Red", "Blue", "blue", "")
            from status in Status
            from created in time
            from firstSeen in time
            from closed in time
            from slaStatus in Gen.OneOf("Compliant", "Breached", "BREACHED", " within SLA ", "Out of sla", "non-compliant", "soon", "")
            from mttr in Gen.OneOf(Gen.OneOf("", "n/a", "-1", "0", "0.025", "1000000"), Gen.Int[0, 100_000].Select(Hours))
            from latitude in Gen.OneOf("-1.25", "95", "")
            select new Dictionary<string, string>
            {
                ["is_actionable"] = isActionable,
                ["cluster"] = cluster,
                ["assigned_team"] = team,
                ["normalized_status"] = status,
                ["created_at_service"] = created,
                ["first_seen_at"] = firstSeen,
                ["closed_at"] = closed,
                ["sla_status"] = slaStatus,
                ["mttr"] = mttr,
                ["latitude"] = latitude,
                ["longitude"] = "36.75",
            };
    }

    private static Gen<string> Time(DateTimeOffset midnight, DateTimeOffset now)
    {
        var moment =
            from anchor in Gen.OneOf(midnight, now)
            from halfDays in Gen.OneOf(Gen.Int[-3, 5], Gen.Int[-3, 80])
            from edge in Edge
            from isUtc in Gen.Bool
            select Written(anchor - (halfDays * TimeSpan.FromHours(12)) + edge, isUtc);
        return Gen.Frequency<string>((4, moment), (1, Gen.OneOf("", "2026-02-31 10:00:00")));
    }

    private static Gen<DashboardQuestion> Question(DateOnly today)
    {
        var nothing = Gen.Const((DateOnly?)null);
        var period =
            from window in Gen.OneOf<string?>(null, "custom")
            from back in Gen.Int[-2, 40]
            from length in Gen.Int[0, 40]
            select (window, (DateOnly?)today.AddDays(-back), (DateOnly?)today.AddDays(length - back));
        var named = Gen.OneOf<string?>(null, "today", "yesterday", "7d", "30d", "this_week", "this_month").Select(
            nothing, nothing, (window, from, to) => (window, from, to));
        return
            from cluster in Gen.OneOf(Gen.Const((string?)null), Cluster.Select(name => (string?)name))
            from status in Gen.OneOf(Gen.Const((string?)null), Status.Select(name => (string?)name))
            from days in Gen.Frequency<(string? Window, DateOnly? From, DateOnly? To)>((3, named), (1, period))
            select new DashboardQuestion(cluster, status, days.Window, days.From, days.To);
    }

    private static string Hours(int hundredths) => (hundredths / 100m).ToString(CultureInfo.InvariantCulture);

    private static string Written(DateTimeOffset moment, bool isUtc) =>
        isUtc
            ? moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
            : moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
