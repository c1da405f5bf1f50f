namespace FleetTickets.Cli.Connections;

/// <summary>The database could not be used: the message says what it answered, what to do, and which database it is.</summary>
internal sealed class DatabaseException(string message, Exception cause) : Exception(message, cause);
