namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>What an import of curated points did, or would do.</summary>
/// <param name="Kept">Rows that a person decided before, and that the file does not mark as verified.</param>
/// <param name="FarFromCluster">Locations more than 25 km from their cluster's point: imported, and worth a look.</param>
public sealed record ImportReport(long Inserted, long Changed, long Unchanged, long Kept, IReadOnlyList<string> FarFromCluster);
