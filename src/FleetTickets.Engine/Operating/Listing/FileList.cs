using System.Globalization;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Operating.Listing;

/// <summary>Every file of the current epoch, by the bucket and by the ledger. Takes no lock and writes nothing.</summary>
public sealed class FileList(TicketDataset dataset, NpgsqlDataSource database, IChangeBucket bucket, TimeProvider clock)
{
    /// <summary>What lies in changes/ first, oldest file first as a run would take it, and then the ledger, newest first.</summary>
    public async Task<IReadOnlyList<FileLine>> ReadAsync(CancellationToken cancellation)
    {
        var listing = await bucket.ListAsync(dataset.ChangesFolder, cancellation);
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        var connection = transaction.Connection;
        var state = await DatasetState.ReadAsync(connection, dataset, cancellation);
        var ledger = await LedgerFile.AllAsync(connection, dataset, cancellation);
        var done = await FileLedger.DoneAsync(connection, dataset, state.Epoch, ChangeFile.KeysAmong(listing, dataset.ChangesFolder), cancellation);
        var plan = DrainPlan.For(dataset, listing, done, clock.GetUtcNow());

        var failed = ledger.Where(row => row.Status is FileStatus.Failed).ToDictionary(row => row.Id, row => row.Reason);
        var waiting = plan.ToLoad.Select(file => file.Id).ToHashSet();
        return
        [
            .. plan.ToLoad.Select(file => new FileLine(file.Upload.Key, [FileStates.Waiting], Waiting(file, state, failed.GetValueOrDefault(file.Id)))),
            .. plan.FutureNames.Select(key => new FileLine(key, [FileStates.LeftAlone], "its name is more than 24 h ahead")),
            .. plan.OtherNames.Select(key => new FileLine(key, [FileStates.LeftAlone], "its name is not an EAT time")),
            .. ledger.Where(row => row.Epoch == state.Epoch && !waiting.Contains(row.Id)).Select(Known),
        ];
    }

    private static string Waiting(ChangeFile file, DatasetState state, string? failure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file.Upload.Size:N0} bytes{(file.Time <= state.WatermarkTime ? ", late" : "")}{(failure is null ? "" : $", failed before: {failure}")}");

    private static FileLine Known(LedgerFile row) => new(row.Key, [.. StatesOf(row)], row.Reason ?? Counts(row));

    private static IEnumerable<string> StatesOf(LedgerFile row)
    {
        if (row.Status is not FileStatus.Applied)
        {
            yield return row.Status switch { FileStatus.Failed => FileStates.Failed, FileStatus.Skipped => FileStates.Skipped, _ => FileStates.Local };
            yield break;
        }
        if (!row.IsArchived)
            yield return FileStates.NotArchived;
        if (row.IsLate)
            yield return FileStates.Late;
        if (row.IsTruncated)
            yield return FileStates.Truncated;
        yield return FileStates.Applied;
    }

    private static string Counts(LedgerFile row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Rows.Read:N0} read, {row.Rows.Inserted:N0} new, {row.Rows.Updated:N0} changed{(row.Rows.Rejected == 0 ? "" : $", {row.Rows.Rejected:N0} rejected")}");
}
