using System.Text.Json;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>JSON documents such as no feed should deliver, and some as it does; the same ones in every run.</summary>
internal static class NonsenseRecords
{
    private static readonly string[] Columns =
    [
        "service_type", "normalized_status", "raw_status", "bucket", "is_actionable", "is_alarm", "cluster", "region", "location_name",
        "latitude", "longitude", "assigned_team", "owner", "sla_status", "mttr", "created_at_service", "scheduled_at", "closed_at",
        "first_seen_at", "last_seen_at", "source_created_at", "source_updated_at",
    ];

    private static readonly string[] Traps =
    [
        "", " ", "\u00a0", "true", "NO", "Infinity", "INFINITY", "now", "NaN", "1e400", "-1e-400", "0x1F", "1_000", "--1", "+", ".", "99999999999999999999",
        new('x', 10_000), "2026-02-31 00:00:00", "2026-13-01", "2026-01-01 24:00:00", "294277-01-01", "4714-11-24 BC",
        "\u0001", "\uffff", "\U0001f600", "\u0130\u0131", "'; drop table tickets.inc; --", "{}", "null", "%s%n", "\\", "NW_ADR_MNT_KILELESHWA_FDT12",
        "-1.28", "36.8", "3.5", "95",
    ];

    private static readonly string[] GoodTimestamps =
        ["2026-06-15 17:00:09", "2024-02-29T23:59:59", "2026-01-31 00:00:00.123Z", "2026-06-15 17:00+05:30", "2026-06-15"];

    private static readonly string[] OtherShapes =
        ["null", "true", "12", "-1.5", "1e300", "1E-300", "[]", "[1, \"2\"]", "{}", """{"a": {"b": [null]}}"""];

    /// <summary>PostgreSQL's numeric ends at 131,072 digits, and raises.</summary>
    private static string TooLongForANumber => RecordOf(_ => $"\"{new string('9', 140_000)}\"");

    /// <summary>Takes every step of the cleaning to its place, where the gazetteer knows one.</summary>
    private static string Sensible => """{"cluster": "West", "location_name": "NW_ADR_SOUTHC_IMARA_IMARA_FDT12"}""";

    public static string[] Make(int count)
    {
        var random = new Random(20260615);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(10) == 0 ? Value(random) : Record(random)), TooLongForANumber, Sensible];
    }

    private static string Record(Random random) => RecordOf(_ => Value(random));

    private static string RecordOf(Func<string, string> valueOf) =>
        $"{{{string.Join(", ", Columns.Select(column => $"\"{column}\": {valueOf(column)}"))}}}";

    private static string Value(Random random) => random.Next(5) switch
    {
        0 => Pick(random, OtherShapes),
        1 => JsonSerializer.Serialize(Pick(random, Traps)),
        2 => JsonSerializer.Serialize(AlmostTimestamp(random)),
        3 => JsonSerializer.Serialize(TextOf(random, "0123456789.-+eE ")),
        _ => JsonSerializer.Serialize(TextOf(random, "aZiI0 _'\"\\\t\u00e9\u4e2d\u2003")),
    };

    /// <summary>A good timestamp with one character replaced is what slips through a careless check.</summary>
    private static string AlmostTimestamp(Random random)
    {
        var text = Pick(random, GoodTimestamps).ToCharArray();
        text[random.Next(text.Length)] = "-: TZ.+0369x\u0663\n"[random.Next(14)];
        return new string(text);
    }

    private static string TextOf(Random random, string alphabet) => new(random.GetItems<char>(alphabet, random.Next(45)));

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
