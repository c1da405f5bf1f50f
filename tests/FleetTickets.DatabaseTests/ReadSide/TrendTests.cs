using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

public sealed class TrendTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Types => new(TicketDatasets.All.Select(dataset => dataset.Name));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task EveryDayHasItsFigures(string type)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync("select tickets.capture_history_at(@type, @now)", new { type, now = Golden.Now });

        // 30 March: O02, O03, O10, C03, C12 created; C04 (30 min, Compliant) and C05 (6,000 min, Breached) closed.
        // 31 March: O01, O08, N01, C01, C11, C14 created; C02 (3,000 min, Breached) and C03 (120 min, Compliant) closed.
        // 1 April: O06, O09 created; C01 (60 min, Compliant) and C12 (2,940 min, Breached) closed; the one day with a snapshot.
        Assert.Equal(
            [
                "(2026-03-30,5,2,0.4,,3015,3015,5403,0.5)",
                "(2026-03-31,6,2,0.3333,,1560,1560,2712,0.5)",
                "(2026-04-01,2,2,1,10,1500,1500,2652,0.5)",
            ],
            await connection.QueryAsync<string>(
                "select t::text from reporting.fn_ticket_trends(@type, '2026-03-30', '2026-04-01') t", new { type }));
    }

    [Fact]
    public async Task ADayOnWhichNothingHappenedIsThereAndAFilterHidesTheBacklog()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync("select tickets.capture_history_at('inc', @now)", new { Golden.Now });

        Assert.Equal(
            ["(2026-03-31,1,0,0,,,,,)", "(2026-04-01,1,0,0,,,,,)", "(2026-04-02,0,0,,,,,,)"],
            await connection.QueryAsync<string>(
                "select t::text from reporting.fn_ticket_trends('inc', '2026-03-31', '2026-04-02', p_cluster => 'North', p_team => 'Green') t"));
    }

    [Fact]
    public async Task TenYearsAreNotTooMany()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        Assert.Equal(3660, await connection.ExecuteScalarAsync<int>("select count(*) from reporting.fn_ticket_trends('inc', '2016-01-01', '2026-01-07')"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task AnSlaStatusInAnotherSpellingCountsInTrendsAndAttribution(string type)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync(
            $$"""
            update tickets.{{type}} set raw = raw || jsonb_build_object('sla_status', case raw ->> 'sla_status' when 'Compliant' then ' within SLA' else 'BREACHED' end)
            where raw ->> 'sla_status' <> ''
            """);

        Assert.Equal(
            ["0.5", "0.5", "0.5"],
            await connection.QueryAsync<string>("select compliant_share::text from reporting.fn_ticket_trends(@type, '2026-03-30', '2026-04-01')", new { type }));
        Assert.Equal(
            [(2, 1), (1, 1), (0, 1)],
            await connection.QueryAsync<(int, int)>(
                "select closed_compliant, closed_breached from reporting.fn_team_attribution(@type, '2026-03-30', '2026-04-01')", new { type }));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task ClosuresAreAttributedToTeamAndOwner(string type)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);

        // Blue: C03, C04, C05. Red: C01, C02. No team: C12.
        Assert.Equal(
            [
                "(Blue,,3,2,1,0.6667,2050,120,4824)",
                "(Red,,2,1,1,0.5,1530,1530,2706)",
                "(,,1,0,1,0,2940,2940,2940)",
            ],
            await connection.QueryAsync<string>(
                "select t::text from reporting.fn_team_attribution(@type, '2026-03-30', '2026-04-01') t", new { type }));
    }

    [Theory]
    [InlineData("reporting.fn_ticket_trends('abc', '2026-03-01', '2026-03-02')", "p_dataset 'abc' is unknown; valid are inc, crq")]
    [InlineData("reporting.fn_team_attribution(null, '2026-03-01', '2026-03-02')", "p_dataset NULL is unknown; valid are inc, crq")]
    [InlineData("reporting.fn_ticket_trends('inc', '2026-03-02', '2026-03-01')", "p_from 2026-03-02 is after p_to 2026-03-01")]
    [InlineData("reporting.fn_ticket_trends('inc', '0001-01-01', '200000-01-01')", "p_from 0001-01-01 to p_to 200000-01-01 are 73048135 days; at most 3660")]
    [InlineData("reporting.fn_ticket_trends('crq', '2016-01-01', '2026-01-08')", "p_from 2016-01-01 to p_to 2026-01-08 are 3661 days; at most 3660")]
    public async Task WhatIsWrongWithAnArgumentIsSaid(string call, string message)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync($"select * from {call}"));

        Assert.Equal(message, refused.MessageText);
    }
}
