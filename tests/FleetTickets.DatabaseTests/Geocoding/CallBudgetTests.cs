using Dapper;
using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>The calls of a day are counted in one row, whoever makes them.</summary>
public sealed class CallBudgetTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 15, 23, 59, 59, TimeSpan.Zero));

    // The tests share the table: each counts under a name of its own.
    private readonly string _provider = $"provider {Guid.NewGuid():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoThatCountAtOnceGetTheCallsOfTheDayAndNotOneMore()
    {
        const int Cap = 50;
        var granted = await Task.WhenAll(ReserveAllAsync(Budget(Cap)), ReserveAllAsync(Budget(Cap)), ReserveAllAsync(Budget(Cap)));

        Assert.Equal(Cap, granted.Sum());
        Assert.Equal([(new DateOnly(2026, 6, 15), Cap, Cap)], await RowsAsync());
        Assert.Equal(0, await Budget(Cap).LeftTodayAsync(Cancellation));

        async Task<int> ReserveAllAsync(CallBudget budget)
        {
            var reserved = await Task.WhenAll(Enumerable.Range(0, Cap).Select(_ => budget.TryReserveAsync(Cancellation)));
            return reserved.Count(isReserved => isReserved);
        }
    }

    [Fact]
    public async Task ACapOfNothingAllowsNothing()
    {
        var budget = Budget(0);

        Assert.False(await budget.TryReserveAsync(Cancellation));
        Assert.Equal(0, await budget.LeftTodayAsync(Cancellation));
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task TheLatestCapCountsAndIsWrittenAlong()
    {
        Assert.True(await Budget(1).TryReserveAsync(Cancellation));
        Assert.False(await Budget(1).TryReserveAsync(Cancellation));
        Assert.True(await Budget(3).TryReserveAsync(Cancellation));
        Assert.False(await Budget(2).TryReserveAsync(Cancellation));

        Assert.Equal([(new DateOnly(2026, 6, 15), 2, 3)], await RowsAsync());
        Assert.Equal(1, await Budget(3).LeftTodayAsync(Cancellation));
        Assert.Equal(0, await Budget(1).LeftTodayAsync(Cancellation));
    }

    [Fact]
    public async Task EachUtcDayHasItsOwnCount()
    {
        var budget = Budget(1);
        Assert.True(await budget.TryReserveAsync(Cancellation));
        Assert.False(await budget.TryReserveAsync(Cancellation));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await budget.TryReserveAsync(Cancellation));
        Assert.Equal([(new DateOnly(2026, 6, 15), 1, 1), (new DateOnly(2026, 6, 16), 1, 1)], await RowsAsync());
    }

    [Fact]
    public async Task EachProviderHasItsOwnCount()
    {
        await Budget(1).TryReserveAsync(Cancellation);

        Assert.True(await new CallBudget(database.DataSource, _provider + " 2", 1, _clock).TryReserveAsync(Cancellation));
    }

    [Fact]
    public async Task OfTwoCountsOfWhatIsLeftTheSmallerHolds()
    {
        var budget = Budget(10);
        await budget.ReconcileAsync(25, Cancellation);
        Assert.Equal(10, await budget.LeftTodayAsync(Cancellation));

        await budget.ReconcileAsync(4, Cancellation);
        Assert.Equal(4, await budget.LeftTodayAsync(Cancellation));

        await budget.TryReserveAsync(Cancellation);
        await budget.ReconcileAsync(9, Cancellation);
        Assert.Equal(3, await budget.LeftTodayAsync(Cancellation));
    }

    [Fact]
    public async Task AUsedUpQuotaLeavesNothing()
    {
        var budget = Budget(10);
        await budget.TryReserveAsync(Cancellation);

        await budget.UseUpAsync(Cancellation);

        Assert.False(await budget.TryReserveAsync(Cancellation));
        Assert.Equal([(new DateOnly(2026, 6, 15), 10, 10)], await RowsAsync());
    }

    [Fact]
    public async Task AnAnswerAfterMidnightSpeaksOfTheDayOfItsCall()
    {
        var budget = Budget(10);
        await budget.TryReserveAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await budget.UseUpAsync(Cancellation);

        Assert.Equal(10, await budget.LeftTodayAsync(Cancellation));
        Assert.Equal([(new DateOnly(2026, 6, 15), 10, 10)], await RowsAsync());
    }

    [Fact]
    public async Task WhenTheRowCannotBeReachedThatIsNoPermission()
    {
        await using var unreachable = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Database=x");

        await Assert.ThrowsAsync<NpgsqlException>(() => new CallBudget(unreachable, _provider, 10, _clock).TryReserveAsync(Cancellation));
    }

    private CallBudget Budget(int cap) => new(database.DataSource, _provider, cap, _clock);

    private async Task<IEnumerable<(DateOnly Day, int Used, int Cap)>> RowsAsync()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        return await connection.QueryAsync<(DateOnly, int, int)>(new CommandDefinition(
            "select day, used, cap from tickets.geocode_budget where provider = @_provider order by day",
            new { _provider },
            cancellationToken: Cancellation));
    }
}
