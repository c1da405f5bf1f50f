namespace FleetTickets.Schema;

/// <summary>The database lacks migrations that this program needs.</summary>
public sealed class SchemaOutdatedException(IReadOnlyList<string> missing)
    : Exception($"the database's schema is older than this program, it lacks {string.Join(", ", missing)}; run migrate first. Nothing was touched");
