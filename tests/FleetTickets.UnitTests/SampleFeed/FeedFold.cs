namespace FleetTickets.UnitTests.SampleFeed;

/// <summary>The feed's contract applied to the written files in the most literal way, to hold the generator's own account against.</summary>
internal sealed class FeedFold
{
    private static readonly string[] DroppedColumns =
        ["department", "source_type", "source_s3_bucket", "source_s3_key", "source_snapshot_id", "week_start", "week_end"];

    public SortedDictionary<string, Dictionary<string, string>> Tickets { get; } = new(StringComparer.Ordinal);

    public static FeedFold Of(IEnumerable<string> pathsOldestFirst)
    {
        var fold = new FeedFold();
        foreach (var path in pathsOldestFirst)
            fold.Apply(path);
        return fold;
    }

    /// <summary>Folds one more file in and counts its records, under the names of the summary.</summary>
    public Dictionary<string, int> Apply(string path)
    {
        var records = PlainCsv.Read(path);
        var header = records[0];
        var kept = new HashSet<string>();
        var counts = new Dictionary<string, int>
        {
            ["read"] = records.Count - 1, ["dropped_alarm"] = 0, ["dropped_sentinel"] = 0, ["rejected"] = 0, ["superseded"] = 0,
        };
        foreach (var record in records.Skip(1))
        {
            if (record.FirstOrDefault(field => field != "") is { } first && first.StartsWith("EXPORT STOPPED", StringComparison.OrdinalIgnoreCase))
                counts["dropped_sentinel"]++;
            else if (record.Length != header.Length || record.Any(field => field is null || field.Contains('\0')))
                counts["rejected"]++;
            else if (Raw(header, record) is var raw && raw["is_alarm"] != "false")
                counts["dropped_alarm"]++;
            else if (raw["ticket_id"] == "")
                counts["rejected"]++;
            else
            {
                counts["superseded"] += kept.Add(raw["ticket_id"]) ? 0 : 1;
                Tickets[raw["ticket_id"]] = raw;
            }
        }
        counts["kept"] = kept.Count;
        return counts;
    }

    private static Dictionary<string, string> Raw(string?[] header, string?[] record)
    {
        var raw = header.Zip(record)
            .Where(pair => !DroppedColumns.Contains(pair.First))
            .ToDictionary(pair => pair.First!, pair => pair.Second!);
        raw["ticket_id"] = raw["ticket_id"].Trim();
        raw["region"] = raw["region"].ToLowerInvariant();
        raw["raw_status"] = raw["raw_status"].ToUpperInvariant();
        return raw;
    }
}
