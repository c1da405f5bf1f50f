using FleetTickets.Cli.Connections;
using FleetTickets.Cli.Notices;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;
using Npgsql;
using Serilog;

namespace FleetTickets.Cli.Programs;

/// <summary>What every program has around its work: signals, and the one place where a failure becomes a line and an exit code.</summary>
internal static class ProgramFrame
{
    /// <param name="name">The program, for messages.</param>
    /// <param name="work">From the arguments to the exit code; its token asks it to stop.</param>
    public static async Task<int> RunAsync(string name, Func<ProgramCall, CancellationToken, Task<int>> work)
    {
        using var signals = new StopSignals();
        var call = new ProgramCall(name);
        StandardStreams.Guard(call.Secrets);
        try
        {
            var (exitCode, failure) = await EndOfAsync(call, work, signals);
            await RunEnding.TellAsync(call, exitCode, failure, signals.Token);
            // What a run has to say is part of its work: unsaid, it needs a look.
            return StandardStreams.HasFailed && exitCode is ExitCode.Done or ExitCode.Attention or ExitCode.Busy ? ExitCode.Failed : exitCode;
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }

    private static async Task<(int ExitCode, Exception? Failure)> EndOfAsync(
        ProgramCall call, Func<ProgramCall, CancellationToken, Task<int>> work, StopSignals signals)
    {
        try
        {
            var exitCode = await work(call, signals.Token);
            return (signals.ExitCode ?? exitCode, null);
        }
        catch (UsageException wrong)
        {
            foreach (var problem in wrong.Problems)
                await ExplainAsync(call, problem);
            return (ExitCode.Usage, wrong);
        }
        catch (Exception failure)
        {
            return (Explain(call, failure, signals), failure);
        }
    }

    /// <summary>A reader of events gets this as an event too.</summary>
    private static async Task ExplainAsync(ProgramCall call, string problem)
    {
        if (call.IsJson)
            Log.Error("{Problem:l}{Mark:l} See {Program:l} --help", problem, MarkAfter(problem), call.Program);
        else
            await Console.Error.WriteLineAsync($"error: {OneLine.Of(call.Secrets.Redact(problem))}{MarkAfter(problem)} See {call.Program} --help.");
    }

    private static string MarkAfter(string sentence) => sentence.EndsWith('?') ? "" : ".";

    private static int Explain(ProgramCall call, Exception failure, StopSignals signals)
    {
        if (signals.ExitCode is { } stopped)
        {
            Log.Warning("Stopped by a signal; what was not committed is rolled back, the next run goes on from there");
            return stopped;
        }
        switch (failure)
        {
            case DatasetBusyException busy when TimeProvider.System.GetUtcNow().UtcDateTime - busy.Since > call.HeldAfter:
                Log.Error(
                    "{Reason}, longer than --held-after {Hours:0.##}. Nothing was done; end that session with pg_terminate_backend when it does not work any more",
                    busy.Message, call.HeldAfter.TotalHours);
                return ExitCode.Failed;
            case DatasetBusyException busy:
                Log.Warning("{Reason}. Nothing was done", busy.Message);
                return ExitCode.Busy;
            case SchemaOutdatedException or TakeOverException:
                Log.Error("{Reason}", failure.Message);
                return ExitCode.Usage;
            case MigrationException or BucketException or FileLengthException or DatabaseException or NpgsqlException:
                Log.Error(failure, "{Reason}", FailureText.Of(failure));
                return ExitCode.Failed;
            default:
                Log.Error(failure, "Unexpected: {Reason} ({Type}; --verbose shows where)", failure.Message, failure.GetType().Name);
                return ExitCode.Failed;
        }
    }
}
