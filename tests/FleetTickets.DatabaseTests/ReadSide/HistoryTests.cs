using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

public sealed class HistoryTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // 23:50 EAT of 31 March and the minutes after it: the day turns at 21:00 UTC.
    private static readonly DateTimeOffset BeforeMidnight = new(2026, 3, 31, 20, 50, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset AfterMidnight = BeforeMidnight.AddMinutes(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Types => new(TicketDatasets.All.Select(dataset => dataset.Name));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task TheFirstCaptureLogsEveryClosureThatIsThere(string type)
    {
        await using var history = await BeginAsync(type);
        await history.WriteAsync("closed", open: "false", closed: "2026-03-31 10:00:00");
        await history.WriteAsync("open with closed_at", open: "true", closed: "2026-03-31 10:00:00");
        await history.WriteAsync("closed without closed_at", open: "false", closed: "");

        await history.CaptureAsync(BeforeMidnight);

        Assert.Equal([("closed", true)], await history.EventsAsync());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task AClosureAReopeningAndANewClosureAreTwoEvents(string type)
    {
        await using var history = await BeginAsync(type);
        await history.CaptureAsync(BeforeMidnight);
        await history.WriteAsync("T", open: "false", closed: "2026-03-31 10:00:00");
        await history.CaptureAsync(BeforeMidnight.AddMinutes(1));
        await history.WriteAsync("T", open: "true", closed: "");
        await history.CaptureAsync(BeforeMidnight.AddMinutes(2));
        await history.WriteAsync("T", open: "false", closed: "2026-03-31 20:00:00");
        await history.CaptureAsync(BeforeMidnight.AddMinutes(3));

        Assert.Equal([("T", false), ("T", false)], await history.EventsAsync());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task TheDayTurnsAtMidnightInEastAfrica(string type)
    {
        await using var history = await BeginAsync(type);
        await history.WriteAsync("A", open: "true", created: "2026-03-31 23:59:59");
        await history.WriteAsync("B", open: "false", created: "2026-03-31 00:00:00", closed: "2026-03-31 23:59:59");
        await history.CaptureAsync(BeforeMidnight);
        await history.WriteAsync("C", open: "true", created: "2026-04-01 00:00:00");
        await history.CaptureAsync(AfterMidnight);

        Assert.Equal(
            [("2026-03-31", 1, 2, 1), ("2026-04-01", 2, 1, 0)],
            await history.SnapshotsAsync());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task LateContentMendsTheWeekBeforeButNotTheBacklogOfThatDay(string type)
    {
        await using var history = await BeginAsync(type);
        await history.WriteAsync("A", open: "true", created: "2026-03-31 12:00:00");
        await history.WriteAsync("B", open: "false", created: "2026-03-31 08:00:00", closed: "2026-03-31 09:00:00");
        await history.CaptureAsync(BeforeMidnight);

        await history.WriteAsync("A", open: "false", created: "2026-03-31 12:00:00", closed: "2026-03-31 13:00:00");
        await history.WriteAsync("B", open: "true", created: "2026-03-31 08:00:00");
        await history.WriteAsync("C", open: "false", created: "2026-03-31 14:00:00", closed: "2026-03-31 15:00:00");
        await history.CaptureAsync(BeforeMidnight.AddDays(2));

        Assert.Equal([("2026-03-31", 1, 3, 2), ("2026-04-02", 1, 0, 0)], await history.SnapshotsAsync());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task CapturingAgainChangesNothing(string type)
    {
        await using var history = await BeginAsync(type);
        await history.WriteAsync("A", open: "false", created: "2026-03-31 08:00:00", closed: "2026-03-31 09:00:00");
        await history.CaptureAsync(BeforeMidnight);
        await history.CaptureAsync(AfterMidnight);
        var (events, snapshots) = (await history.EventsAsync(), await history.SnapshotsAsync());

        await history.CaptureAsync(AfterMidnight);

        Assert.Equal(events, await history.EventsAsync());
        Assert.Equal(snapshots, await history.SnapshotsAsync());
        Assert.Equal(
            [BeforeMidnight.UtcDateTime, AfterMidnight.UtcDateTime],
            await history.Connection.QueryAsync<DateTime>($"select captured_at from tickets.{type}_daily_snapshot order by 1"));
    }

    [Fact]
    public async Task BreachedIsUnknownWithoutAPolicy()
    {
        await using var inc = await BeginAsync("inc");
        await inc.WriteAsync("A", open: "true", created: "2026-03-01 12:00:00");
        await inc.CaptureAsync(BeforeMidnight);
        await inc.CaptureAsync(BeforeMidnight, "crq");

        Assert.Equal(
            [1, null],
            await inc.Connection.QueryAsync<int?>(
                "select open_breached from tickets.inc_daily_snapshot union all select open_breached from tickets.crq_daily_snapshot"));
    }

    [Fact]
    public async Task TwoAtOnceTakeTurns()
    {
        await using var first = await BeginAsync("inc");
        await first.WriteAsync("A", open: "false", closed: "2026-03-31 09:00:00");
        await first.CaptureAsync(BeforeMidnight);
        await using var second = await database.DataSource.OpenConnectionAsync(Cancellation);
        await second.ExecuteAsync("set lock_timeout = '100ms'");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => second.ExecuteAsync("select tickets.capture_history()"));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
    }

    [Fact]
    public async Task AnUnknownDatasetIsAnErrorThatNamesTheKnown()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync("select tickets.capture_history_for('abc')"));

        Assert.Equal("p_dataset 'abc' is unknown; valid are inc, crq", refused.MessageText);
    }

    private async Task<HistoryOf> BeginAsync(string type)
    {
        var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        return new HistoryOf(type, connection, await connection.BeginTransactionAsync(Cancellation));
    }

    /// <summary>One type's tickets and history in a transaction that is rolled back.</summary>
    private sealed class HistoryOf(string type, NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public NpgsqlConnection Connection => connection;

        public Task<int> WriteAsync(string id, string open, string created = "", string closed = "") =>
            connection.ExecuteAsync(
                $"""
                insert into tickets.{type} (ticket_id, raw)
                values (@id, jsonb_build_object('is_actionable', @open, 'created_at_service', @created, 'closed_at', @closed))
                on conflict (ticket_id) do update set raw = excluded.raw
                """, new { id, open, created, closed });

        public Task<int> CaptureAsync(DateTimeOffset now, string? dataset = null) =>
            connection.ExecuteAsync("select tickets.capture_history_at(@dataset, @now)", new { dataset = dataset ?? type, now });

        public async Task<(string, bool)[]> EventsAsync() =>
            [.. await connection.QueryAsync<(string, bool)>(
                "select ticket_id, backfilled from tickets.closure_events where dataset = @type order by closed_at", new { type })];

        public async Task<(string, int, int, int)[]> SnapshotsAsync() =>
            [.. await connection.QueryAsync<(string, int, int, int)>(
                $"select snapshot_date::text, open_total, created_today, closed_today from tickets.{type}_daily_snapshot order by 1")];

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
