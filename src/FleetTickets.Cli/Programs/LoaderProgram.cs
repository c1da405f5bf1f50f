using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli.Connections;
using FleetTickets.Cli.Notices;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.Directories;
using FleetTickets.Engine.Bucket.S3;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Transactions;
using FleetTickets.Schema;
using Npgsql;
using Serilog;

namespace FleetTickets.Cli.Programs;

/// <summary>A loader as a program: arguments and environment in, exit code out.</summary>
public static class LoaderProgram
{
    public static Task<int> RunAsync(TicketDataset dataset, string[] args)
    {
        Logging.ConfigureForStart();
        return ProgramFrame.RunAsync(dataset.Name, (call, stop) => RunAsync(dataset, args, call, stop));
    }

    private static async Task<int> RunAsync(TicketDataset dataset, string[] args, ProgramCall call, CancellationToken stop)
    {
        call.AnswersJson = args.Contains("--json");
        var command = new LoaderCommand(dataset);
        if (CommandLine.Parse(command.Root, args, out var answered) is not { } parsed)
            return answered;
        var request = command.Read(parsed);
        var terminal = Terminal.ForProgress(request.Common);
        Logging.Configure(call.Program, request.Common, call.Secrets, terminal);
        call.Begin(request.Common, request.Run);
        if (request is DrainRequest { HeldAfter: var heldAfter })
            call.HeldAfter = heldAfter;

        if (Fault.Problem is { } problem)
            throw new UsageException(problem);

        var environment = call.ReadEnvironment(request.Common);
        var settings = Settings.From(environment, $"fleettickets-{dataset.Name}@{Environment.MachineName}", request.Needs);
        call.Learn(settings);
        foreach (var name in Settings.UnknownIn(environment.Keys))
            Log.Warning("{Variable} is set, and no setting of this program has that name", name);

        foreach (var name in settings.Database.Ignored)
            Log.Warning("{Variable}: {Parameter} is ignored, no setting of this program says the same", DatabaseUrl.Variable, name);

        await using var database = DatabaseConnections.Open(settings.Database);
        return await DatabaseTrouble.TellAsync(settings.Database.Connection, () => AnswerAsync(dataset, request, settings, database, call, terminal, stop));
    }

    private static async Task<int> AnswerAsync(
        TicketDataset dataset, LoaderRequest request, Settings settings, NpgsqlDataSource database, ProgramCall call, Terminal? terminal, CancellationToken stop)
    {
        var pending = await CheckDatabaseAsync(database, request, stop);
        if (request is StatusRequest status)
            return await ShowStatusAsync(dataset, status, settings, database, pending, call, stop);
        if (pending.Count > 0)
            throw new SchemaOutdatedException(pending);
        return request switch
        {
            DrainRequest drain => await DrainAsync(dataset, drain, settings, database, call, terminal, stop),
            LocalLoadRequest local => await LoadLocalAsync(dataset, local, database, call, terminal, stop),
            GeocodeRequest geocode => await GeocodeProgram.RunAsync(geocode, settings.Geocoder!, database, call, terminal, stop),
            LedgerRequest ledger => await LedgerAsync(dataset, ledger, settings, database, call, terminal, stop),
            CurationRequest curation => await CurationProgram.RunAsync(dataset, curation, database, stop),
            _ => throw new InvalidOperationException($"no such request: {request.GetType().Name}"),
        };
    }

    /// <summary>Returns the migrations that the database lacks.</summary>
    /// <exception cref="UsageException">This machine's clock and the database's are too far apart.</exception>
    private static async Task<IReadOnlyList<string>> CheckDatabaseAsync(NpgsqlDataSource database, LoaderRequest request, CancellationToken stop)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, stop);
        var clocks = await ClockCheck.ReadAsync(transaction.Connection, TimeProvider.System, stop);
        clocks.Tell(isFatal: request is not StatusRequest);
        var schema = await SchemaCheck.ReadAsync(transaction.Connection, stop);
        // Migrations add, so an older program goes on working; but somebody forgot it.
        if (schema.Newer.Count > 0)
            Log.Warning("The schema is newer than this program, it has {Migrations:l}; update the program", string.Join(", ", schema.Newer));
        return schema.Missing;
    }

    private static Task<int> DrainAsync(
        TicketDataset dataset, DrainRequest request, Settings settings, NpgsqlDataSource database, ProgramCall call, Terminal? terminal, CancellationToken stop) =>
        ReportAsync(call, terminal, async progress =>
        {
            using var bucket = BucketFrom(settings);
            var context = ContextFor(dataset, request.Apply, request.MaxRejectPercent, database, call, progress);
            return await new Drain(context, bucket).RunAsync(request.Reseed, stop);
        });

    private static Task<int> LoadLocalAsync(
        TicketDataset dataset, LocalLoadRequest request, NpgsqlDataSource database, ProgramCall call, Terminal? terminal, CancellationToken stop) =>
        ReportAsync(call, terminal, progress =>
            new LocalLoad(ContextFor(dataset, request.Apply, request.MaxRejectPercent, database, call, progress)).RunAsync(request.Csv, stop));

    private static RunContext ContextFor(
        TicketDataset dataset, bool apply, double maxRejectPercent, NpgsqlDataSource database, ProgramCall call, IRunProgress progress) => new(
        dataset,
        database,
        new RunOptions(IsDryRun: !apply, maxRejectPercent, ProgramVersion.Text, BatchRule.Usual) { Redact = call.Secrets.Redact },
        progress,
        TimeProvider.System);

    private static async Task<int> ReportAsync(ProgramCall call, Terminal? terminal, Func<IRunProgress, Task<RunReport>> run)
    {
        var report = terminal is null ? await RunLoggedAsync(run) : await terminal.ShowProgressAsync(run);
        call.Report = report;
        await call.ShowAsync(RunSummary.Of(report));
        return report.NeedsAttention ? ExitCode.Attention : ExitCode.Done;
    }

    private static async Task<RunReport> RunLoggedAsync(Func<IRunProgress, Task<RunReport>> run)
    {
        await using var progress = new LoggedProgress(TimeProvider.System);
        return await run(progress);
    }

    private static async Task<int> LedgerAsync(
        TicketDataset dataset, LedgerRequest request, Settings settings, NpgsqlDataSource database, ProgramCall call, Terminal? terminal, CancellationToken stop)
    {
        using var bucket = BucketFrom(settings);
        var context = ContextFor(dataset, request is RetryRequest { Apply: true } or SkipRequest { Apply: true }, 100, database, call, new NoProgress());
        return await new LedgerProgram(context, bucket, terminal).RunAsync(request, stop);
    }

    private static async Task<int> ShowStatusAsync(
        TicketDataset dataset, StatusRequest request, Settings settings, NpgsqlDataSource database, IReadOnlyList<string> pendingMigrations,
        ProgramCall call, CancellationToken stop)
    {
        using var bucket = BucketFrom(settings);
        var status = await new StatusCheck(dataset, database, bucket, pendingMigrations, TimeProvider.System).ReadAsync(request.Thresholds, stop);
        status = status with
        {
            Bucket = call.Bucket,
            Database = call.Database,
            LastRuns = status.LastRuns?.Select(run => run with { Error = run.Error is { } error ? call.Secrets.Redact(error) : null }).ToList(),
        };
        if (request.Metrics is { } metrics)
            await WholeFile.WriteAsync(metrics, StatusMetrics.Of(status, TimeProvider.System.GetUtcNow()), stop);
        if (request.Common.AnswersJson)
            await Console.Out.WriteAsync(StatusText.Json(status));
        else
            await ResultOutput.WriteAsync(StatusText.Of(status));
        return status.NeedsAttention ? ExitCode.Attention : ExitCode.Done;
    }

    private static IChangeBucket BucketFrom(Settings settings) =>
        settings.Directory is { } directory ? new DirectoryBucket(directory) : new S3ChangeBucket(settings.Store!, TimeProvider.System);
}
