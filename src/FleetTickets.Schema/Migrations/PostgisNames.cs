using System.Text.RegularExpressions;
using Npgsql;

namespace FleetTickets.Schema.Migrations;

/// <summary>
/// Spells PostGIS's names out with their schema. The scripts would find them through the search path, and with them whatever else somebody has
/// put into that schema: a function or an operator that fits a call better than PostgreSQL's own would run as the migrating role.
/// </summary>
/// <param name="Schema">Where PostGIS is, quoted; where it is missing, where the first migration puts it.</param>
internal sealed partial record PostgisNames(string Schema)
{
    private const string SchemaSql =
        """
        select coalesce(
          (select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'postgis'),
          'public')
        """;

    public static async Task<PostgisNames> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        new((await connection.ReadTextsAsync(SchemaSql, cancellation))[0]);

    /// <summary>A script that needs nothing but pg_catalog in its search path.</summary>
    public string In(string sql) => Name().Replace(
        sql.Replace("'pg_catalog, ' || quote_ident(n.nspname)", "'pg_catalog'", StringComparison.Ordinal), found => $"{Schema}.{found.Value}");

    // Where a type or a call stands, and not where a comment or a key of a payload has the word.
    [GeneratedRegex(@"(?<=::|\breturns |\b(geom|geog|here|tile|drawn) )(geometry|geography)\b|(?<![\w.'])st_[a-z]+(?=\()")]
    private static partial Regex Name();
}
