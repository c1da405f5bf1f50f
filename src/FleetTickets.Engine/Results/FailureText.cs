using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Results;

/// <summary>A failure in one line, for the log and for the run's row.</summary>
public static class FailureText
{
    public static string Of(Exception failure) => failure switch
    {
        // The message alone: a detail or a context may quote a record, and records hold personal data.
        PostgresException refused =>
            $"the database refused: {refused.MessageText} (SQLSTATE {refused.SqlState}){(refused.Data[FailurePlace.Key] is { } place ? $" while loading {place}" : "")}",
        // The outer message says where, the inner one why.
        NpgsqlException { InnerException: { } why } lost when why.Message != lost.Message =>
            $"the database cannot be reached: {lost.Message}: {why.Message}",
        NpgsqlException lost => $"the database cannot be reached: {lost.Message}",
        _ => failure.Message,
    };
}
