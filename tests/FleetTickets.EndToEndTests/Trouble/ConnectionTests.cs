using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>A DATABASE_URL that leads nowhere, or not in: one line that names where, and what to check.</summary>
public sealed class ConnectionTests(OwnPostgres postgres) : IClassFixture<OwnPostgres>
{
    private const int DeadPort = 1;

    public static TheoryData<string, string[]> WrongTurns { get; } = new()
    {
        { "password", ["the database refused: password authentication failed for user", "(SQLSTATE 28P01). Check user and password in DATABASE_URL ("] },
        { "user", ["the database refused: password authentication failed for user \"nobody\" (SQLSTATE 28P01). Check user and password in DATABASE_URL (nobody@"] },
        { "database", ["the database refused: database \"nowhere\" does not exist (SQLSTATE 3D000). Check the database's name in DATABASE_URL (", "/nowhere)"] },
        { "host", ["the database cannot be reached: ", ". Check the host in DATABASE_URL, and this machine's DNS (", "@db.invalid:5432/"] },
        { "port", ["the database cannot be reached: Failed to connect to 127.0.0.1:1: Connection refused. Check host and port in DATABASE_URL", "@127.0.0.1:1/"] },
    };

    [Theory]
    [MemberData(nameof(WrongTurns))]
    public async Task AWrongPartOfTheUrlIsNamed(string part, string[] parts)
    {
        await using var loader = await TroubledLoader.OnAsync(postgres.Server, postgres.MigratedTemplate);
        loader.Bench.Environment["DATABASE_URL"] = part switch
        {
            "password" => loader.Url(password: TroubledLoader.Password + "!"),
            "user" => loader.Url(user: "nobody"),
            "database" => loader.Url(database: "nowhere"),
            "host" => loader.Url(host: "db.invalid"),
            _ => loader.Url(host: "127.0.0.1", port: DeadPort),
        };

        var line = await loader.FailsAsync();
        Assert.All(parts, expected => Assert.Contains(expected, line, StringComparison.Ordinal));

        loader.Bench.Environment["DATABASE_URL"] = loader.Url();
        await loader.AdminAsync("grant fleettickets_ingest to {role}");
        (await loader.Bench.DrainAsync(TroubledLoader.Dataset)).Expect(0);
    }

    [Fact]
    public async Task AUserWhoMayNotCreatePostgisSaysSoAndLeavesNothing()
    {
        await using var loader = await TroubledLoader.OnAsync(postgres.Server, "template0");
        await loader.AdminAsync("grant create on database {database} to {role}");

        var line = (await loader.Bench.RunAsync(Programs.Migrate)).FailsWithOneLine(1);

        Assert.Equal(
            "migrations/01_tickets_schema.sql, line 15: permission denied to create extension \"postgis\" (42501). "
            + "The statement begins: create extension if not exists postgis schema public. Nothing of this script was applied, the ones before it stay. "
            + "Let a user with that right do it, or grant it, and run migrate again", line);
        await NothingIsThereAsync(loader);
        await loader.AdminAsync("create extension postgis schema public");
        (await loader.Bench.RunAsync(Programs.Migrate)).Expect(0);
        Assert.Equal("The schema is up to date.\n", (await loader.Bench.RunAsync(Programs.Migrate)).Expect(0).Output);
    }

    [Fact]
    public async Task AMigratorThatIsTurnedAwaySaysSo()
    {
        await using var loader = await TroubledLoader.OnAsync(postgres.Server, "template0");
        await loader.AdminAsync("alter role {role} connection limit 1");

        var line = (await loader.Bench.RunAsync(Programs.Migrate)).FailsWithOneLine(1);

        Assert.Contains("too many connections for role", line, StringComparison.Ordinal);
        Assert.EndsWith(loader.Name, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerWithoutPostgisSaysWhatToInstall()
    {
        using var programs = ServerWithoutPostgis.Copy();
        await using var server = PostgresServer.Of(await PrivatePostgres.StartAsync(TestContext.Current.CancellationToken, programs.Binaries));
        await using var loader = await TroubledLoader.OnAsync(server, "template0");

        Assert.Matches(
            @"^the database's server has no PostGIS; install it there \(Debian: postgresql-\d+-postgis-3\) and run migrate again\. Nothing was changed$",
            (await loader.Bench.RunAsync(Programs.Migrate)).FailsWithOneLine(1));
        await NothingIsThereAsync(loader);
    }

    private static async Task NothingIsThereAsync(TroubledLoader loader) =>
        Assert.Equal(0L, await loader.Bench.ValueAsync<long>("select count(*) from pg_namespace where nspname in ('tickets', 'reporting')"));
}
