using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Engine.Verifying;

/// <summary>Every file that has, or should have, a say on the tickets, in the order in which they are asked: the newest first.</summary>
internal static class VerifyPlan
{
    // A file that waits will be applied after all that are; of one that nothing is known of, nothing is claimed.
    private const long AfterEveryRun = long.MaxValue;
    private const long BeforeEveryRun = 0;

    /// <param name="waiting">Uploads in changes/ that no run of this epoch has applied or moved to failed/, and that nobody has skipped.</param>
    /// <param name="left">Uploads in changes/ that are applied or skipped and were left behind.</param>
    /// <param name="processed">What lies in processed/.</param>
    public static IReadOnlyList<VerifiedFile> For(
        TicketDataset dataset, DatasetState state, IReadOnlyList<LedgerFile> ledger,
        IEnumerable<ChangeFile> waiting, IEnumerable<ChangeFile> left, IEnumerable<ArchivedFile> processed)
    {
        var objects = ObjectsByRow(dataset, ledger, left, processed, out var unknown);
        return
        [
            .. ledger.Select(row => (Row: row, Applied: AppliedIn(row))).Where(file => file.Applied is not null)
                .Select(file => new VerifiedFile(
                    file.Row.Key, objects.GetValueOrDefault(file.Row), file.Row, (file.Applied!.Value.Epoch, file.Row.Time, file.Applied.Value.RunId)))
                .Concat(unknown.Select(archived => new VerifiedFile(
                    archived.Listed.Key, archived.Listed, null, (EpochOf(archived, state, ledger), archived.Time, BeforeEveryRun))))
                .Concat(waiting.Select(file => new VerifiedFile(
                    file.Key, file.Upload, null, (state.Epoch, file.Time, AfterEveryRun))))
                .OrderByDescending(file => file.Position).ThenByDescending(file => file.Row?.AppliedAt),
        ];
    }

    /// <summary>An upload may lie in changes/ and in processed/, when a run was killed between copy and delete.</summary>
    private static Dictionary<LedgerFile, BucketObject> ObjectsByRow(
        TicketDataset dataset, IReadOnlyList<LedgerFile> ledger, IEnumerable<ChangeFile> left, IEnumerable<ArchivedFile> processed,
        out List<ArchivedFile> unknown)
    {
        var objects = new Dictionary<LedgerFile, BucketObject>(ReferenceEqualityComparer.Instance);
        var rows = ledger.ToDictionary(row => row.Id);
        foreach (var file in left)
        {
            var row = rows.GetValueOrDefault(file.Id) ?? rows.GetValueOrDefault(file.MovedId);
            if (row is not null)
                objects[row] = file.Upload;
        }

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

    /// <summary>When the file was applied, if ever: now, or before it failed or was skipped.</summary>
    private static (int Epoch, long RunId)? AppliedIn(LedgerFile row) =>
        row.Status is FileStatus.Applied or FileStatus.Local ? (row.Epoch, row.RunId) : row.Earlier;

    /// <summary>
    /// Since a reseed, what is newer than the oldest file that was applied may be of this epoch, and lost; the rest is from before the first one.
    /// </summary>
    private static int EpochOf(ArchivedFile archived, DatasetState state, IReadOnlyList<LedgerFile> ledger)
    {
        var oldest = ledger.Where(row => row.Epoch == state.Epoch && row.Status is FileStatus.Applied).Min(row => (DateTimeOffset?)row.Time);
        return archived.Time > (oldest ?? state.WatermarkTime) ? state.Epoch : 0;
    }
}
