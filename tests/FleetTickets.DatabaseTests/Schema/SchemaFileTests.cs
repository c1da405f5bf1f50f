using System.Text.RegularExpressions;
using Dapper;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary><c>migrations/schema.sql</c> is the schema that the migrations make, for people to read.</summary>
public sealed partial class SchemaFileTests(PostgresFixture postgres)
{
    private const string Heading =
        """
        -- The schemas tickets and reporting as all migrations leave them, an object after the other in the order of their names.
        -- For reading and for review only: the migrations make the database, and this order is not one in which it could be made.
        -- Generated; migrations/README.md has the command.
        """;

    /// <summary>The file is made on this major version; others word a view's query otherwise.</summary>
    private const int MadeOn = 15;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFileIsTheSchemaThatTheMigrationsMake()
    {
        await using var database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: Cancellation);
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        var schema = await ReadAsync(connection);

        if (connection.PostgreSqlVersion.Major == MadeOn)
            Approved.EqualFile(FilePath, schema);
        else
            Assert.Equal(WithoutQueries(await File.ReadAllTextAsync(FilePath, Cancellation)), WithoutQueries(schema));
    }

    private static string FilePath { get; } = Path.Combine(Repository.Root, "migrations", "schema.sql");

    private static async Task<string> ReadAsync(NpgsqlConnection connection)
    {
        var sql = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Schema", "schema-text.sql"), Cancellation);
        await connection.ExecuteAsync("set search_path to pg_catalog");
        var objects = await connection.QueryAsync<string>(sql);
        return $"{Heading}\n\n{string.Join("\n\n", objects)}\n";
    }

    private static string WithoutQueries(string schema) => ViewQuery().Replace(schema, "${head};\n");

    [GeneratedRegex(@"(?<head>create view [^\n]*) as\n.*?;\n", RegexOptions.Singleline)]
    private static partial Regex ViewQuery();
}
