namespace FleetTickets.Schema;

/// <summary>The database lacks migrations that this program needs.</summary>
public sealed class SchemaOutdatedException(IReadOnlyList<string> missing)
    : Exception($"{Problem(missing)}: run migrate. Nothing was touched")
{
    private const int Named = 3;

    /// <summary>An empty database lacks them all, and nobody reads a list of forty names.</summary>
    private static string Problem(IReadOnlyList<string> missing) => missing.Count switch
    {
        _ when missing.Contains(First) => "the database does not have the tables of this program yet",
        <= Named => $"the database's schema is older than this program, it lacks {string.Join(", ", missing)}",
        var count => $"the database's schema is older than this program, it lacks {string.Join(", ", missing.Take(Named))} and {count - Named} more",
    };

    private const string First = "01_tickets_schema.sql";
}
