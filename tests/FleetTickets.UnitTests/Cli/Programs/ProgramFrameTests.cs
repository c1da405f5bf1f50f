using FleetTickets.Cli.Output;
using FleetTickets.Cli.Programs;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using Npgsql;
using Serilog;

namespace FleetTickets.UnitTests.Cli.Programs;

[Collection(ProcessWideState.Name)]
public sealed class ProgramFrameTests
{
    public static TheoryData<Exception, int, string> Failures { get; } = new()
    {
        { new DatasetBusyException("inc is held by another run: process 7"), 75, "warn  inc is held by another run: process 7. Nothing was done\n" },
        { new BucketException("bucket at store: refused"), 1, "error bucket at store: refused\n" },
        { new NpgsqlException("Failed to connect to db:5432", new IOException("no route to host")), 1,
            "error the database cannot be reached: Failed to connect to db:5432: no route to host\n" },
        {
            new PostgresException("disk full", "ERROR", "ERROR", PostgresErrorCodes.DiskFull), 1,
            "error the database refused: disk full (SQLSTATE 53100)\n"
        },
        {
            new SchemaOutdatedException(["21_bookkeeping.sql"]), 2,
            "error the database's schema is older than this program, it lacks 21_bookkeeping.sql: run migrate. Nothing was touched\n"
        },
        { new MigrationException("migrations/03_x.sql, line 4: no"), 1, "error migrations/03_x.sql, line 4: no\n" },
        {
            new InvalidOperationException("what now?"), 1,
            "error Unexpected: what now? (InvalidOperationException; --verbose shows where)\n"
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AFailureIsALineAndAnExitCode(Exception failure, int exitCode, string line)
    {
        var sink = new CollectingSink(new LogLineFormatter(withStackTraces: false, LogPrefix.Clock));
        await using var logger = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger();
        Log.Logger = logger;

        Assert.Equal(exitCode, await ProgramFrame.RunAsync("inc", (_, _) => throw failure));
        Assert.Equal(line, Assert.Single(sink.Lines)["HH:mm:ss ".Length..]);
    }

    [Theory]
    [InlineData(ExitCode.Done)]
    [InlineData(ExitCode.Attention)]
    public async Task WithoutAFailureTheExitCodeIsTheWorksOwn(int exitCode) =>
        Assert.Equal(exitCode, await ProgramFrame.RunAsync("inc", (_, _) => Task.FromResult(exitCode)));

    [Theory]
    [InlineData(ExitCode.Done, ExitCode.Failed)]
    [InlineData(ExitCode.Attention, ExitCode.Failed)]
    [InlineData(ExitCode.Busy, ExitCode.Failed)]
    [InlineData(ExitCode.Usage, ExitCode.Usage)]
    [InlineData(ExitCode.SignalBase + 15, ExitCode.SignalBase + 15)]
    public async Task AProgramWhoseOutputIsLostEndsWithAFailure(int exitCode, int expected)
    {
        foreach (var write in new Action[] { () => Console.Out.Write("x"), () => Console.Error.Write("x"), () => StandardStreams.DrawnOutput.Write("x") })
        {
            var (output, error) = (Console.Out, Console.Error);
            try
            {
                Console.SetOut(new FullDisk());
                Console.SetError(new FullDisk());
                Assert.Equal(expected, await ProgramFrame.RunAsync("inc", (_, _) =>
                {
                    write();
                    return Task.FromResult(exitCode);
                }));
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
            }
        }
    }

    private sealed class FullDisk : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");
    }
}
