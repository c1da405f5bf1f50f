using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Review;
using FleetTickets.Engine.Results;
using Npgsql;
using Serilog;

namespace FleetTickets.Cli.Programs;

/// <summary>The part of a loader's program that serves the person who looks after the gazetteers.</summary>
internal static class CurationProgram
{
    public static async Task<int> RunAsync(TicketDataset dataset, CurationRequest request, NpgsqlDataSource database, CancellationToken stop)
    {
        try
        {
            return request switch
            {
                ImportGazetteerRequest import => await ImportAsync(import, database, stop),
                DecisionRequest decision => await DecideAsync(decision, database, stop),
                ReviewRequest review => await ReviewAsync(dataset, review, database, stop),
                _ => throw new InvalidOperationException($"no such request: {request.GetType().Name}"),
            };
        }
        catch (CurationException refused)
        {
            throw new UsageException(refused.Problems);
        }
    }

    private static async Task<int> ImportAsync(ImportGazetteerRequest request, NpgsqlDataSource database, CancellationToken stop)
    {
        var name = request.Csv.Name;
        try
        {
            await using var csv = request.Csv.OpenRead();
            var (report, moved) = await new CurationRun(database, request.Apply).ImportAsync(csv, stop);
            foreach (var far in report.FarFromCluster)
                Log.Warning("{File}, {Far}", name, far);
            await StandardStreams.WriteLinesAsync(CurationText.Of(report, request.Apply ? moved : null));
            return ExitCode.Done;
        }
        catch (CurationException refused)
        {
            throw new UsageException([.. refused.Problems.Select(problem => $"{name}, {problem}")]);
        }
    }

    private static async Task<int> DecideAsync(DecisionRequest request, NpgsqlDataSource database, CancellationToken stop)
    {
        var (rows, moved) = await new CurationRun(database, request.Apply).DecideAsync(request.Decision, request.Keys, stop);
        await StandardStreams.WriteLinesAsync(CurationText.Of(request.Decision, rows, request.Apply ? moved : null));
        return ExitCode.Done;
    }

    private static async Task<int> ReviewAsync(TicketDataset dataset, ReviewRequest request, NpgsqlDataSource database, CancellationToken stop)
    {
        try
        {
            var names = await new ReviewRun(database, dataset.Name, TimeProvider.System).WriteAsync(request.Page, stop);
            await StandardStreams.WriteLinesAsync([$"{request.Page}: {names} {(names == 1 ? "name" : "names")} to review"]);
            return ExitCode.Done;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{request.Page} cannot be written: {unwritable.Message.TrimEnd('.')}");
        }
    }
}
