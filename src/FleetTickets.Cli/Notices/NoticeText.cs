using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Connections;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.Cli.Notices;

/// <summary>A run's end in words that may leave the house: what a server or a library says may quote a ticket, so it is left to the log.</summary>
internal static class NoticeText
{
    private const string SeeLog = "the log says more";

    /// <summary>Everything in one line.</summary>
    public static string Line(string program, string host, RunRequest run, string outcome, string? error, IReadOnlyList<Finding> findings)
    {
        IEnumerable<string> said = [.. error is null ? [] : new[] { error }, .. findings.Select(Said)];
        var details = string.Join("; ", said);
        return $"{program} {run.Mode} on {host}: {outcome}{(details.Length > 0 ? $": {details}" : "")}";
    }

    /// <summary>With its first file, which is often all that one has to know.</summary>
    private static string Said(Finding finding) => finding.Files is [{ Reason: { } reason } first, ..] ? $"{finding.Text} ({first.Key}: {reason})" : finding.Text;

    public static string Of(Exception failure) => failure switch
    {
        UsageException wrong => string.Join("; ", wrong.Problems),
        DatabaseException { InnerException: PostgresException refused } => Of(refused),
        PostgresException refused => $"the database refused (SQLSTATE {refused.SqlState}); {SeeLog}",
        DatabaseException or NpgsqlException or BucketException or FileLengthException or SchemaOutdatedException or DatasetBusyException => FailureText.Of(failure),
        MigrationException => $"a migration could not be applied; {SeeLog}",
        _ => $"unexpected: {failure.GetType().Name}; {SeeLog}",
    };

    public static string Of(StopReason reason) => reason is StopReason.Configuration
        ? $"the geocoder does not take its configuration; {SeeLog}"
        : $"the geocoder refuses the key or keeps failing; {SeeLog}";
}
