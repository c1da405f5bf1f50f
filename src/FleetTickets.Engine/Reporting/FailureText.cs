using Npgsql;

namespace FleetTickets.Engine.Reporting;

/// <summary>A failure in one line, for the log and for the run's row.</summary>
public static class FailureText
{
    public static string Of(Exception failure) => failure switch
    {
        // The message alone: a detail or a context may quote a record, and records hold personal data.
        PostgresException refused => $"the database refused: {refused.MessageText} (SQLSTATE {refused.SqlState})",
        NpgsqlException lost => $"the database cannot be reached: {(lost.InnerException ?? lost).Message}",
        _ => failure.Message,
    };
}
