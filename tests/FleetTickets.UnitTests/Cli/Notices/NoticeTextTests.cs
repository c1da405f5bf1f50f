using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Connections;
using FleetTickets.Cli.Notices;
using FleetTickets.Cli;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using Npgsql;

namespace FleetTickets.UnitTests.Cli.Notices;

/// <summary>What leaves the house: where and what, and no word that may quote a ticket.</summary>
public sealed class NoticeTextTests
{
    private const string Quoted = "invalid value \"Wanjiku\"";

    private static readonly PostgresException Refused = new(Quoted, "ERROR", "ERROR", "22P02");

    public static TheoryData<Exception, string> Failures { get; } = new()
    {
        { Refused, "the database refused (SQLSTATE 22P02); the log says more" },
        { new DatabaseException($"the database refused: {Quoted}", Refused), "the database refused (SQLSTATE 22P02); the log says more" },
        { new DatabaseException("the database cannot be reached: no route (app@db:5432/tickets)", new NpgsqlException("no route")), "the database cannot be reached: no route (app@db:5432/tickets)" },
        { new BucketException("bucket b at http://s3/: listing x/: refused"), "bucket b at http://s3/: listing x/: refused" },
        { new UsageException(["A is not set", "B is wrong"]), "A is not set; B is wrong" },
        { new InvalidDataException(Quoted), "unexpected: InvalidDataException; the log says more" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void AFailureIsSaidInWordsOfOurOwn(Exception failure, string text) => Assert.Equal(text, NoticeText.Of(failure));

    [Fact]
    public void EverythingIsOneLineForAChat()
    {
        var found = new[] { new Finding(FindingKind.NewColumn, 1, "1 column new to us, kept in raw", ["Wanjiku"]) };

        Assert.Equal(
            "inc from-bucket on worker: done: 1 column new to us, kept in raw",
            NoticeText.Line("inc", "worker", new RunRequest("from-bucket", IsDryRun: false), "done", null, found));
    }
}
