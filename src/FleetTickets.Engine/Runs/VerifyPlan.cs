using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using FleetTickets.Engine.Loading;

namespace FleetTickets.Engine.Runs;

/// <summary>Every file that has, or should have, a say on the tickets, in the order in which they are asked: the newest first.</summary>
public static class VerifyPlan
{
    // A file that waits will be applied after all that are; of one that nothing is known of, nothing is claimed.
    private const long AfterEveryRun = long.MaxValue;
    private const long BeforeEveryRun = 0;

    /// <param name="waiting">Uploads in changes/ that no run of this epoch has applied, skipped or set aside.</param>
    /// <param name="left">Uploads in changes/ that are applied or skipped and were left behind.</param>
    /// <param name="processed">What lies in processed/.</param>
    public static IReadOnlyList<VerifiedFile> For(
        TicketDataset dataset, DatasetState state, IReadOnlyList<LedgerFile> ledger,
        IEnumerable<ChangeFile> waiting, IEnumerable<ChangeFile> left, IEnumerable<ArchivedFile> processed)
    {
        var objects = ObjectsByRow(dataset, ledger, left, processed, out var unknown);
        return
        [
            .. ledger.Where(row => row.Status is FileStatus.Applied or FileStatus.Local)
                .Select(row => new VerifiedFile(row.Key, objects.GetValueOrDefault(row), row, (row.Epoch, row.Time, row.RunId)))
                .Concat(unknown.Select(archived => new VerifiedFile(
                    archived.Listed.Key, archived.Listed, null, (EpochOf(archived, state), archived.Time, BeforeEveryRun))))
                .Concat(waiting.Select(file => new VerifiedFile(
                    file.Key, file.Upload, null, (state.Epoch, file.Time, AfterEveryRun))))
                .OrderByDescending(file => file.Position),
        ];
    }

    /// <summary>An upload may lie in changes/ and in processed/, when a run was killed between copy and delete.</summary>
    private static Dictionary<LedgerFile, BucketObject> ObjectsByRow(
        TicketDataset dataset, IReadOnlyList<LedgerFile> ledger, IEnumerable<ChangeFile> left, IEnumerable<ArchivedFile> processed,
        out List<ArchivedFile> unknown)
    {
        var objects = new Dictionary<LedgerFile, BucketObject>(ReferenceEqualityComparer.Instance);
        var rows = ledger.ToDictionary(row => (row.Key, row.ETag));
        foreach (var file in left)
            objects[rows[(file.Key, file.Upload.ETag)]] = file.Upload;

        var match = new LedgerMatch(dataset, ledger);
        unknown = [];
        foreach (var archived in processed)
        {
            if (match.Of(archived) is { } row)
                objects[row] = archived.Listed;
            else
                unknown.Add(archived);
        }
        return objects;
    }

    /// <summary>Since a reseed only what is newer than the watermark can be of this epoch and unknown; the rest is from before the first one.</summary>
    private static int EpochOf(ArchivedFile archived, DatasetState state) => archived.Time > state.WatermarkTime ? state.Epoch : 0;
}
