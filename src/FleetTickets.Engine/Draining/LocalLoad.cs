using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Runs;
using Serilog;

namespace FleetTickets.Engine.Draining;

/// <summary>
/// One local CSV instead of the bucket. A name that is an EAT time merges as of that time, any other as of now; no watermark moves, and
/// the file stays where it is. A name far ahead is left alone, as it is in the bucket.
/// </summary>
public sealed class LocalLoad(RunContext context)
{
    /// <exception cref="DatasetBusyException">Another run has the dataset; nothing was done.</exception>
    public Task<RunReport> RunAsync(FileInfo csv, CancellationToken cancellation)
    {
        var upload = new BucketObject(
            $"local/{csv.Name}", string.Create(CultureInfo.InvariantCulture, $"{csv.LastWriteTimeUtc.Ticks:x}-{csv.Length:x}"), csv.Length);
        var file = new ChangeFile(upload, ChangeFile.TimeOfAny(csv.Name) ?? context.Clock.GetUtcNow());
        return new RunFrame(context).ExecuteAsync(
            RunMode.LocalFile,
            async run =>
            {
                run.Report.FilesFound = 1;
                if (DrainPlan.IsFarAhead(file, context.Clock.GetUtcNow()))
                {
                    run.Report.FutureNames = [file.Key];
                    Log.Error("{Key} is left alone: its name is more than 24 h ahead; rename it, or check the clock of this machine", file.Key);
                    return;
                }
                context.Progress.Planned(1, csv.Length);
                await run.LoadAsync(
                    new Batch([file], FileStatus.Local, _ => (offset, _) => Task.FromResult<Stream>(OpenFrom(csv, offset))), cancellation);
            },
            cancellation);
    }

    private static FileStream OpenFrom(FileInfo csv, long offset)
    {
        var content = csv.OpenRead();
        content.Seek(offset, SeekOrigin.Begin);
        return content;
    }
}
