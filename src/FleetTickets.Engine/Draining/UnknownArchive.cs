using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Engine.Draining;

/// <summary>
/// Files in processed/ that are not in the ledger: they were applied to this database before it was restored from an older backup, or to
/// another database. Only what is newer than the watermark is listed, which is next to nothing, so that every run can look.
/// </summary>
internal static class UnknownArchive
{
    /// <summary>The key of changes/ after which to look; empty for all.</summary>
    public static string StartOf(DatasetState state) => state.ArchiveCheckedFrom ?? state.WatermarkKey ?? "";

    /// <param name="rowsOf">Reads the ledger's rows of some keys. Called after the listing, so that files applied meanwhile are known.</param>
    public static async Task<IReadOnlyList<ArchivedFile>> FindAsync(
        TicketDataset dataset, IChangeBucket bucket, DatasetState state, Func<string[], Task<IReadOnlyList<LedgerFile>>> rowsOf, CancellationToken cancellation)
    {
        var folder = dataset.ProcessedFolder;
        var start = StartOf(state);
        var listed = (await bucket.ListAfterAsync(folder, folder + start[(start.LastIndexOf('/') + 1)..], cancellation))
            .Select(found => ArchivedFile.From(found, folder)).OfType<ArchivedFile>().ToList();
        if (listed.Count == 0)
            return [];
        var match = new LedgerMatch(dataset, await rowsOf([.. listed.Select(file => dataset.ChangesFolder + file.Name).Distinct()]));
        return listed.FindAll(file => match.Of(file) is null);
    }
}
