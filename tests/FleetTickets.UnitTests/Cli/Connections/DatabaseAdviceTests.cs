using System.Net.Sockets;
using FleetTickets.Cli.Connections;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.UnitTests.Cli.Connections;

public sealed class DatabaseAdviceTests
{
    private static readonly NpgsqlConnectionStringBuilder Settings =
        new() { Host = "db", Port = 6543, Username = "app", Password = "hush-hush", Database = "tickets" };

    public static TheoryData<NpgsqlException, string> Failures { get; } = new()
    {
        {
            Answer("disk full", PostgresErrorCodes.DiskFull),
            "the database refused: disk full (SQLSTATE 53100). Make room on the server. The next run goes on where this one stopped (app@db:6543/tickets)"
        },
        {
            Answer("cannot accept connections", PostgresErrorCodes.CannotConnectNow),
            "the database refused: cannot accept connections (SQLSTATE 57P03). "
            + "The server stops or starts just now. The next run goes on where this one stopped (app@db:6543/tickets)"
        },
        {
            Answer("relation \"a\" does not exist", PostgresErrorCodes.UndefinedTable),
            "the database refused: relation \"a\" does not exist (SQLSTATE 42P01). "
            + "The schema is not what this program's migrations made; run migrate, or restore what was dropped (app@db:6543/tickets)"
        },
        {
            Answer("could not read block 7", PostgresErrorCodes.DataCorrupted),
            "the database refused: could not read block 7 (SQLSTATE XX001). "
            + "See the server's log and docs/operations/troubleshoot.md. The next run goes on where this one stopped (app@db:6543/tickets)"
        },
        {
            new NpgsqlException("Failed to connect to db:6543", new TimeoutException("too late")),
            "the database cannot be reached: Failed to connect to db:6543: too late. "
            + "Check host and port in DATABASE_URL, whether the server runs, and the network on the way (app@db:6543/tickets)"
        },
        {
            new NpgsqlException("unknown", new SocketException((int)SocketError.TryAgain)),
            $"the database cannot be reached: unknown: {new SocketException((int)SocketError.TryAgain).Message}. "
            + "Check the host in DATABASE_URL, and this machine's DNS (app@db:6543/tickets)"
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AFailureOfTheDatabaseSaysWhatWhereAndWhatToDo(NpgsqlException failure, string message)
    {
        var told = await Assert.ThrowsAsync<DatabaseException>(() => DatabaseTrouble.TellAsync(Settings, () => throw failure));

        Assert.Equal(message, told.Message);
    }

    [Fact]
    public async Task AnyOtherFailureStaysWhatItIs() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => DatabaseTrouble.TellAsync(Settings, () => throw new InvalidDataException()));

    private static PostgresException Answer(string message, string sqlState) => new(message, "ERROR", "ERROR", sqlState);
}
