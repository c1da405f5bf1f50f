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
            "error the database's schema is older than this program, it lacks 21_bookkeeping.sql; run migrate first. Nothing was touched\n"
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
        var sink = new CollectingSink(new LogLineFormatter(withStackTraces: false));
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
}
