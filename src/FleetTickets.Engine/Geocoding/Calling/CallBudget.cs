using Dapper;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>
/// <c>tickets.geocode_budget</c>: a row a provider and UTC day. What cannot be read or written throws, so that without the row no call is made.
/// </summary>
/// <param name="cap">Calls a day; it is written along, so that the latest setting counts from its first call.</param>
public sealed class CallBudget(NpgsqlDataSource database, string provider, int cap, TimeProvider clock) : ICallBudget
{
    // One statement: of two processes that see one call left, one gets it.
    private const string ReserveSql =
        """
        insert into tickets.geocode_budget as budget (provider, day, used, cap)
        select @provider, @day, 1, @cap
        where @cap > 0
        on conflict (provider, day) do update
        set used = budget.used + 1, cap = excluded.cap
        where budget.used < excluded.cap
        returning true
        """;

    private const string UsedAtLeastSql =
        """
        insert into tickets.geocode_budget as budget (provider, day, used, cap)
        values (@provider, @day, @used, @cap)
        on conflict (provider, day) do update
        set used = excluded.used, cap = excluded.cap
        where budget.used < excluded.used
        """;

    private const string UsedSql = "select used from tickets.geocode_budget where provider = @provider and day = @day";

    // An answer that comes after midnight speaks of the day on which its call was made.
    private DateOnly? _reservedOn;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public async Task<bool> TryReserveAsync(CancellationToken cancellation)
    {
        var day = Today;
        var isReserved = await database.InTransactionAsync(
            connection => connection.ExecuteScalarAsync<bool?>(ReserveSql, new { provider, day, cap, cancellation }), cancellation);
        _reservedOn = day;
        return isReserved == true;
    }

    public Task UseUpAsync(CancellationToken cancellation) => ReconcileAsync(0, cancellation);

    public async Task ReconcileAsync(int remaining, CancellationToken cancellation)
    {
        var used = cap - remaining;
        if (used <= 0)
            return;
        await database.InTransactionAsync(
            connection => connection.ExecuteAsync(UsedAtLeastSql, new { provider, day = _reservedOn ?? Today, used, cap, cancellation }), cancellation);
    }

    public async Task<int> LeftTodayAsync(CancellationToken cancellation)
    {
        var used = await database.InTransactionAsync(
            connection => connection.ExecuteScalarAsync<int?>(UsedSql, new { provider, day = Today, cancellation }), cancellation);
        return Math.Max(0, cap - (used ?? 0));
    }
}
