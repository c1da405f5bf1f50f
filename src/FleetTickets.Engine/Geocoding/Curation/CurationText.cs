using System.Globalization;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>What came of an import or of decisions, for the person who asked for it, a line each.</summary>
public static class CurationText
{
    /// <param name="moved">Tickets that moved; null in a dry-run.</param>
    public static IReadOnlyList<string> Of(ImportReport report, long? moved)
    {
        List<string> lines =
        [
            Title("import", moved),
            string.Create(
                CultureInfo.InvariantCulture,
                $"  rows     inserted {report.Inserted:N0}  changed {report.Changed:N0}  unchanged {report.Unchanged:N0}  kept {report.Kept:N0}"),
        ];
        if (report.Kept > 0)
            lines.Add("  ! a row that a person decided was kept; a row of the file replaces it when it is marked as verified");
        if (report.FarFromCluster.Count > 0)
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"  ! more than {CuratedPoints.Far} km from the cluster's point: {report.FarFromCluster.Count:N0}"));
        return [.. lines, .. End(moved)];
    }

    /// <param name="moved">Tickets that moved; null in a dry-run.</param>
    public static IReadOnlyList<string> Of(Decision decision, IReadOnlyList<DecidedRow> rows, long? moved) =>
        [Title(decision.Name, moved), .. rows.Select(row => $"  {row}"), .. End(moved)];

    private static string Title(string what, long? moved) =>
        $"gazetteers, {what}: {(moved is null ? "dry-run; nothing was written, --apply does it" : "done")}";

    private static IEnumerable<string> End(long? moved) =>
        moved is { } tickets ? [string.Create(CultureInfo.InvariantCulture, $"  tickets  moved {tickets:N0}")] : [];
}
