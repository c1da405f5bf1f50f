using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Geocoding;

/// <summary>What came of an import or of decisions, for the person who asked for it.</summary>
public static class CurationText
{
    /// <param name="moved">Tickets that moved; null in a dry-run.</param>
    public static string Of(ImportReport report, long? moved)
    {
        var text = Begin("import", moved);
        text.Append(CultureInfo.InvariantCulture, $"  rows     inserted {report.Inserted:N0}  changed {report.Changed:N0}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  unchanged {report.Unchanged:N0}  kept {report.Kept:N0}");
        if (report.Kept > 0)
            text.AppendLine("  ! a row that a person decided was kept; a row of the file replaces it when it is marked as verified");
        if (report.FarFromCluster.Count > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"  ! more than {CuratedPoints.Far} km from the cluster's point: {report.FarFromCluster.Count:N0}");
        return End(text, moved);
    }

    /// <param name="moved">Tickets that moved; null in a dry-run.</param>
    public static string Of(Decision decision, IReadOnlyList<DecidedRow> rows, long? moved)
    {
        var text = Begin(decision.Name, moved);
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {row}");
        return End(text, moved);
    }

    private static StringBuilder Begin(string what, long? moved) =>
        new StringBuilder().AppendLine($"gazetteers, {what}: {(moved is null ? "dry-run; nothing was written, --apply does it" : "done")}");

    private static string End(StringBuilder text, long? moved)
    {
        if (moved is { } tickets)
            text.AppendLine(CultureInfo.InvariantCulture, $"  tickets  moved {tickets:N0}");
        return text.ToString();
    }
}
