using Dapper;
using FleetTickets.Engine.Results;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>The rules of cleaning are rows that an operator changes.</summary>
public sealed class NameRulesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _database;
    private NpgsqlConnection? _connection;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private NpgsqlConnection Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate);
        _connection = await _database.DataSource.OpenConnectionAsync();
        // Nothing of this may depend on what the session finds by an unqualified name.
        await Connection.ExecuteAsync("set search_path = ''");
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("network_prefix", "KE", null, "KE_NW_KAREN_FDT1", "Ke Nw Karen", "Karen")]
    [InlineData("equipment", "HUB", null, "NW_KAREN_HUB12", "Karen Hub12", "Karen")]
    [InlineData("equipment", "5G", null, "KAREN 5G12", "Karen 5G12", "Karen")]
    [InlineData("stem", "LOT", null, "KAREN LOT5", "Karen Lot5", "Karen Lot 5")]
    [InlineData("kept", "NW KAREN", null, "NW_KAREN_FDT1", "Karen", "Nw Karen")]
    [InlineData("kept", "POP TOWN", null, "POP TOWN FDT2", "Town", "Pop Town")]
    [InlineData("expansion", "AVE", "AVENUE", "NGONG AVE", "Ngong Ave", "Ngong Avenue")]
    [InlineData("alias", "DONNIE", "DONHOLM", "DONNIE PH8", "Donnie Phase 8", "Donholm Phase 8")]
    [InlineData("alias", "KAREN ROAD ESTATE", "KAREN", "KAREN RD EST", "Karen Road Estate", "Karen")]
    public async Task AnAddedRuleTakesEffectAtOnceAndRaisesTheVersion(
        string kind, string words, string? replacement, string name, string before, string after)
    {
        Assert.Equal(before, await CleanAsync(name));
        var version = await VersionAsync();

        await AddAsync(kind, words, replacement);

        Assert.Equal((after, version + 1), (await CleanAsync(name), await VersionAsync()));
    }

    [Fact]
    public async Task ARemovedRuleNoLongerHolds()
    {
        await Connection.ExecuteAsync("delete from tickets.name_rules where words = 'BURU BURU'");

        Assert.Equal("Buru", await CleanAsync("NW_BURU_BURU_FDT3"));
    }

    [Fact]
    public async Task WithoutAnyRuleANameIsOnlyWrittenAlike()
    {
        await Connection.ExecuteAsync("truncate tickets.name_rules");

        Assert.Equal("Nw Buru Ph5 Fdt12", await CleanAsync("nw_buru-buru  PH5 FDT12"));
    }

    [Fact]
    public async Task ANoteChangesNoVersion()
    {
        var version = await VersionAsync();

        await Connection.ExecuteAsync("update tickets.name_rules set note = 'seen in Ruiru'");

        Assert.Equal(version, await VersionAsync());
    }

    [Fact]
    public async Task ALoaderLocatesATicketByTheRulesWithNoMoreThanItsRights()
    {
        await Connection.ExecuteAsync(
            "insert into tickets.geo_locations (location_key, cluster, latitude, longitude) values ('karen', 'West', 2, 12); set role fleettickets_ingest");

        await Connection.ExecuteAsync(
            """insert into tickets.inc (ticket_id, raw) values ('A', '{"cluster": "West", "location_name": "NW_KAREN_FDT1"}')""");

        Assert.Equal("location", await Connection.ExecuteScalarAsync<string>("select geo_source from tickets.inc"));
    }

    [Fact]
    public async Task WhatAnOperatorChangedOutlivesTheMigration()
    {
        await Connection.ExecuteAsync("update tickets.name_rules set replacement = 'ESTATES' where words = 'EST'");
        var version = await VersionAsync();

        await Connection.ExecuteAsync(Migration.All.Single(migration => migration.FileName == "27_name_rules.sql").Sql);

        Assert.Equal(("Juja Estates", version), (await CleanAsync("JUJA EST"), await VersionAsync()));
    }

    [Theory]
    [InlineData("equipment", "hub", null)]
    [InlineData("equipment", "HUB|KAREN", null)]
    [InlineData("equipment", ".*", null)]
    [InlineData("equipment", "A\\", null)]
    [InlineData("equipment", "(A", null)]
    [InlineData("equipment", "", null)]
    [InlineData("equipment", "12", null)]
    [InlineData("equipment", "TWO WORDS", null)]
    [InlineData("equipment", "HUB", "HUBS")]
    [InlineData("network_prefix", " NX", null)]
    [InlineData("stem", "P2", null)]
    [InlineData("kept", "MNT", null)]
    [InlineData("kept", "MNT ELGON VIEW", null)]
    [InlineData("expansion", "AVE", null)]
    [InlineData("expansion", "NGONG AVE", "NGONG AVENUE")]
    [InlineData("alias", "KAREN", null)]
    [InlineData("alias", "KAREN", "KAREN")]
    [InlineData("alias", "KAREN", "\\1")]
    [InlineData("alias", "DOUBLE  SPACE", "SPACE")]
    [InlineData("unheard of", "KAREN", null)]
    // Rules that never end, do nothing, or undo one that is there.
    [InlineData("alias", "KAREN", "KAREN LANGATA KAREN")]
    [InlineData("alias", "KAREN", "KAREN KAREN")]
    [InlineData("expansion", "ESTATE", "EST")]
    public async Task ARuleThatIsNoneIsRefused(string kind, string words, string? replacement)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => AddAsync(kind, words, replacement));

        Assert.Equal((words, PostgresErrorCodes.CheckViolation), (words, refused.SqlState));
    }

    [Fact]
    public async Task RulesThatUndoEachOtherAreNamed()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => AddAsync("expansion", "ESTATE", "EST"));

        Assert.Equal("by the rules of tickets.name_rules, replacing EST leads back to it or never ends", refused.MessageText);
    }

    [Fact]
    public async Task OfTwoChangesAtOnceNoneIsLost()
    {
        await using var other = await _database!.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await other.ExecuteAsync("insert into tickets.name_rules (kind, words) values ('equipment', 'HUBA')");
        var second = AddAsync("equipment", "HUBB", null);
        await WaitForAWaiterAsync(other);

        await transaction.CommitAsync(Cancellation);
        await second;

        Assert.Equal("Karen", await CleanAsync("KAREN HUBA HUBB"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task CleaningAgreesWithItsModelByAnyRulesThatAreAdmitted(int seed)
    {
        await AddRandomRulesAsync(new Random(seed));

        await NameModel.AssertCleaningAgreesAsync(Connection, NameModel.Names(count: 1000, seed));
    }

    private async Task AddRandomRulesAsync(Random random)
    {
        string[] kinds = ["network_prefix", "equipment", "stem", "kept", "expansion", "alias"];
        string[] words = ["NW", "MNT", "FDT", "KAREN", "BURU", "VIEW", "TOM", "MBOYA", "RUIRU", "THIKA", "C", "PH", "PH5", "EST", "ESTATE", "POP", "A&B", "12"];
        var admitted = 0;
        while (admitted < 25)
        {
            var kind = kinds[random.Next(kinds.Length)];
            try
            {
                await AddAsync(kind, Some(kind == "kept" ? 2 : 1), kind is "expansion" or "alias" ? Some(1) : null);
                admitted++;
            }
            catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.CheckViolation or PostgresErrorCodes.UniqueViolation)
            {
                // Most random rules are nonsense; the test is about those that are admitted.
            }
        }

        string Some(int atLeast) => string.Join(' ', random.GetItems(words, random.Next(atLeast, 3)));
    }

    // Nothing else works in this database, so that what waits for a lock is the second change.
    private static async Task WaitForAWaiterAsync(NpgsqlConnection connection)
    {
        while (!await connection.ExecuteScalarAsync<bool>(
            "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())"))
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private Task<int> AddAsync(string kind, string words, string? replacement) => Connection.ExecuteAsync(
        "insert into tickets.name_rules (kind, words, replacement) values (@kind, @words, @replacement)", new { kind, words, replacement });

    private Task<string?> CleanAsync(string name) => Connection.ExecuteScalarAsync<string>("select tickets.clean_location(@name)", new { name });

    private Task<int> VersionAsync() => Connection.ExecuteScalarAsync<int>("select tickets.name_rules_version()");
}
