using Dapper;
using FleetTickets.Engine.Schema;
using FleetTickets.TestServers;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>A database as another program of the same job has left it, in one of several shapes.</summary>
internal sealed class OtherDatabase : IAsyncDisposable
{
    private static readonly Dictionary<string, string[]> _shapes = new()
    {
        ["after 10"] = ["at-10", "rows"],
        ["after 10, other names"] = ["at-10", "rows", "other-names"],
        ["after 10, raw keys"] = ["at-10", "rows", "raw-keys", "named-key"],
        ["after 10, granted reading"] = ["at-10", "rows", "granted-reading"],
        ["after 15"] = ["at-10", "then-15", "rows"],
        ["after 15, other key"] = ["at-10", "then-15", "rows", "named-key", "other-key"],
        ["after 17"] = ["at-10", "then-15", "then-17", "rows"],
        ["after 17, other reading"] = ["at-10", "then-15", "then-17", "rows", "other-reading"],
        ["after 18"] = ["at-10", "then-15", "then-17", "rows", "then-18", "named-18"],
        ["after 18 of another name"] = ["at-10", "then-15", "then-17", "rows", "then-18", "other-reading"],
    };

    private OtherDatabase(TestDatabase database) => Database = database;

    public static TheoryData<string> Shapes => [.. _shapes.Keys];

    public TestDatabase Database { get; }

    public Migrator Migrator => new(Database.DataSource, Migration.All);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<OtherDatabase> CreateAsync(PostgresFixture postgres, string shape)
    {
        var database = new OtherDatabase(await postgres.Server.CreateDatabaseAsync(cancellation: Cancellation));
        foreach (var file in _shapes[shape])
            await database.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "takeover", file + ".sql"), Cancellation));
        // The extension brought types that the connections so far do not know.
        await database.Database.DataSource.ReloadTypesAsync(Cancellation);
        return database;
    }

    /// <summary>What the other program knew, taken over.</summary>
    public static async Task<OtherDatabase> TakenOverAsync(PostgresFixture postgres, string shape)
    {
        var database = await CreateAsync(postgres, shape);
        await database.Migrator.ApplyAsync(Cancellation);
        return database;
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async Task<T> ScalarAsync<T>(string sql, string? role = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        if (role is not null)
            await connection.ExecuteAsync($"set role {role}");
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
