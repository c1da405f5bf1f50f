using Dapper;
using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.DatabaseTests.Schema;

public sealed class TicketTableTests(MigratedDatabase database, PostgresFixture postgres) : IClassFixture<MigratedDatabase>
{
    private static readonly string[] Records = NonsenseRecords.Make(800);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BothTypesHaveTheSameColumns()
    {
        const string columns =
            """
            select attname, format_type(atttypid, atttypmod), attnotnull, attgenerated, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)
            from pg_attribute
            left join pg_attrdef on adrelid = attrelid and adnum = attnum
            where attrelid = @table::regclass and attnum > 0 and not attisdropped
            order by attname
            """;
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var inc = await connection.QueryAsync<(string, string, bool, string, string?, string?)>(columns, new { table = "tickets.inc" });
        var crq = await connection.QueryAsync<(string, string, bool, string, string?, string?)>(columns, new { table = "tickets.crq" });

        Assert.Equal(28, inc.Count());
        Assert.Equal(inc, crq);
    }

    [Fact]
    public async Task EverythingOfOursIsDescribed()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var undescribed = await connection.QueryAsync<string>(
            """
            select c.oid::regclass::text from pg_class c
            where c.relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and c.relkind in ('r', 'v') and obj_description(c.oid, 'pg_class') is null
            union all
            select a.attrelid::regclass || '.' || a.attname from pg_attribute a
            join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'v')
            where c.relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and a.attnum > 0 and not a.attisdropped
              and col_description(a.attrelid, a.attnum) is null
            union all
            select p.oid::regprocedure::text from pg_proc p
            where p.pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and obj_description(p.oid, 'pg_proc') is null
            """);

        Assert.Empty(undescribed);
    }

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public async Task NoRecordIsTooStrangeToBeStored(string dataset)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);

        var inserted = await InsertAsync(connection, dataset);

        Assert.Equal(Records.Length, inserted);
    }

    [Theory]
    [InlineData("datestyle", "German")]
    [InlineData("datestyle", "SQL, DMY")]
    [InlineData("datestyle", "Postgres, MDY")]
    [InlineData("timezone", "America/New_York")]
    [InlineData("timezone", "Pacific/Apia")]
    [InlineData("intervalstyle", "sql_standard")]
    [InlineData("extra_float_digits", "-15")]
    [InlineData("search_path", "")]
    [InlineData("lc_numeric", "C")]
    [InlineData("lc_time", "C")]
    [InlineData("standard_conforming_strings", "off")]
    [InlineData("array_nulls", "off")]
    [InlineData("transform_null_equals", "on")]
    public async Task NoSessionSettingChangesARow(string setting, string value)
    {
        var expected = await FingerprintAsync(database.DataSource);

        var actual = await FingerprintAsync(database.DataSource, connection => connection.ExecuteAsync(
            "select set_config(@setting, @value, false)", new { setting, value }));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task TheDatabasesLocaleChangesNoRow()
    {
        // Turkish has its own idea of the case of i, the classic trap of lower() and upper().
        await using var turkish = await postgres.Server.CreateDatabaseAsync(
            options: "locale_provider icu icu_locale 'tr-TR'", cancellation: Cancellation);
        await new Migrator(turkish.DataSource, Migration.All).ApplyAsync(Cancellation);

        Assert.Equal(await FingerprintAsync(database.DataSource), await FingerprintAsync(turkish.DataSource));
    }

    private static Task<int> InsertAsync(NpgsqlConnection connection, string dataset) =>
        connection.ExecuteAsync(
            $"""
            insert into tickets.{dataset} (ticket_id, raw)
            select position, record from unnest(@records::jsonb[]) with ordinality _ (record, position)
            """, new { records = Records });

    /// <summary>Inserts the records under the given settings and reads them under the usual ones.</summary>
    private static async Task<string?> FingerprintAsync(NpgsqlDataSource dataSource, Func<NpgsqlConnection, Task>? arrange = null)
    {
        // A fresh session: one that ran the functions before goes on with what it parsed then, under other settings.
        dataSource.Clear();
        await using var connection = await dataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(
            """
            insert into tickets.geo_clusters (cluster, latitude, longitude) values ('true', -1, 36);
            insert into tickets.geo_locations (location_key, cluster, latitude, longitude) values ('south c imara', 'West', -1.28, 36.78)
            """);
        if (arrange is not null)
            await arrange(connection);
        await InsertAsync(connection, "inc");
        await connection.ExecuteAsync("reset all");
        return await connection.ExecuteScalarAsync<string>(
            """select md5(string_agg(coalesce(geom::text, '') || (to_jsonb(inc) - 'ingested_at')::text, E'\n' order by ticket_id collate "C")) from tickets.inc""");
    }
}
