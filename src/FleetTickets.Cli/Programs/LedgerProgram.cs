using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Operating.Deciding;
using FleetTickets.Engine.Operating.Listing;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Transactions;
using FleetTickets.Engine.Verifying;

namespace FleetTickets.Cli.Programs;

/// <summary>The part of a loader's program that serves the person who looks after its files.</summary>
internal sealed class LedgerProgram(RunContext context, IChangeBucket bucket, Terminal? terminal)
{
    private const int NewestRejects = 100;

    public async Task<int> RunAsync(LedgerRequest request, CancellationToken stop)
    {
        try
        {
            return request switch
            {
                FilesRequest files => await ListFilesAsync(files, stop),
                RejectsRequest rejects => await ListRejectsAsync(rejects, stop),
                RetryRequest retry => await TellAsync(await new Requeue(context, bucket).RunAsync(retry.Keys, stop), DecidedText.Retry),
                SkipRequest skip => await TellAsync(await new Skip(context, bucket).RunAsync(skip.Keys, stop), DecidedText.Skip),
                VerifyRequest verify => await VerifyAsync(verify, stop),
                _ => throw new InvalidOperationException($"no such request: {request.GetType().Name}"),
            };
        }
        catch (FileChoiceException refused)
        {
            throw new UsageException(refused.Problems);
        }
    }

    private async Task<int> ListFilesAsync(FilesRequest request, CancellationToken stop)
    {
        var files = await new FileList(context.Dataset, context.Database, bucket, context.Clock).ReadAsync(stop);
        if (request.Common.AnswersJson)
            await Console.Out.WriteAsync(ListingText.Json(context.Dataset, files, request.State));
        else
            await ResultOutput.WriteAsync(FilesText.Of(context.Dataset, files, request.State));
        return ExitCode.Done;
    }

    private async Task<int> ListRejectsAsync(RejectsRequest request, CancellationToken stop)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(context.Database, stop);
        var connection = transaction.Connection;
        var rejects = request.File is { } file
            ? await RejectQueries.OfFileAsync(connection, context.Dataset, file, stop)
            : await RejectQueries.NewestAsync(connection, context.Dataset, NewestRejects, stop);
        var known = await RejectQueries.CountAsync(connection, context.Dataset, stop);
        if (request.Common.AnswersJson)
            await Console.Out.WriteAsync(ListingText.Json(context.Dataset, rejects, known));
        else
            await ResultOutput.WriteAsync(RejectsText.Of(context.Dataset, rejects, known, request.File));
        return ExitCode.Done;
    }

    private async Task<int> TellAsync(IReadOnlyList<DecidedFile> files, Func<TicketDataset, bool, IReadOnlyList<DecidedFile>, ResultSheet> text)
    {
        await ResultOutput.WriteAsync(text(context.Dataset, context.Options.IsDryRun, files));
        return files.Any(file => file.TicketsLeft > 0) ? ExitCode.Attention : ExitCode.Done;
    }

    /// <summary>Differences are written as they are found: there may be as many as tickets.</summary>
    private async Task<int> VerifyAsync(VerifyRequest request, CancellationToken stop)
    {
        await using var folded = terminal is null
            ? await FoldAsync(new NoProgress(), stop)
            : await terminal.ShowProgressAsync((IRunProgress progress) => FoldAsync(progress, stop));
        if (request.Common.AnswersJson)
            return await AnswerVerifyAsync(folded, stop);
        var report = await folded.CompareAsync(line => StandardStreams.WriteLinesAsync([line]), stop);
        await ResultOutput.WriteAsync(VerifyText.Of(report));
        return report.NeedsAttention ? ExitCode.Attention : ExitCode.Done;
    }

    private static async Task<int> AnswerVerifyAsync(FoldedFiles folded, CancellationToken stop)
    {
        var differences = new List<string>();
        var report = await folded.CompareAsync(
            line =>
            {
                if (differences.Count < VerifyText.MostDifferences)
                    differences.Add(line);
                return Task.CompletedTask;
            },
            stop);
        await Console.Out.WriteAsync(VerifyText.Json(report, differences));
        return report.NeedsAttention ? ExitCode.Attention : ExitCode.Done;
    }

    private Task<FoldedFiles> FoldAsync(IRunProgress progress, CancellationToken stop) =>
        new Verify(context.Dataset, context.Database, bucket, progress, context.Clock).FoldAsync(stop);
}
