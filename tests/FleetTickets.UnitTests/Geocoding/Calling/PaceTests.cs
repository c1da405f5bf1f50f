using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Geocoding.Providers;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.UnitTests.Geocoding.Calling;

public sealed class PaceTests
{
    private readonly SkippingClock _clock = new(StubTransport.Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFirstCallIsMadeAtOnceAndTheOthersKeepTheirDistance()
    {
        var pace = new Pace(0.5, _clock);

        Assert.Equal([Seconds(0), Seconds(2), Seconds(4)], await TimesOfAsync(pace, 3));
    }

    [Fact]
    public async Task TimeThatPassedAnywayIsNotWaitedForAgain()
    {
        var pace = new Pace(0.5, _clock);
        await pace.WaitAsync(Cancellation);
        _clock.Advance(Seconds(1.5));
        await pace.WaitAsync(Cancellation);
        _clock.Advance(Seconds(60));
        await pace.WaitAsync(Cancellation);

        Assert.Equal([Seconds(0.5)], _clock.Waits);
    }

    [Fact]
    public async Task SlowingDownDoublesTheDistanceForGoodAndUpToTenSeconds()
    {
        var pace = new Pace(0.25, _clock);
        await pace.WaitAsync(Cancellation);
        pace.SlowDown();

        Assert.Equal([Seconds(4), Seconds(12), Seconds(20)], await TimesOfAsync(pace, 3));

        pace.SlowDown();
        pace.SlowDown();
        Assert.Equal([Seconds(28), Seconds(38), Seconds(48)], await TimesOfAsync(pace, 3));
    }

    [Fact]
    public async Task AHoldDelaysTheNextCallOnlyAndNeverShortensAWait()
    {
        var pace = new Pace(0.5, _clock);
        await pace.WaitAsync(Cancellation);
        pace.Hold(Seconds(60), "the longest");
        pace.Hold(Seconds(10), "a shorter one");

        Assert.Equal([Seconds(60), Seconds(62)], await TimesOfAsync(pace, 2));

        pace.Hold(Seconds(1), "shorter than the distance");
        Assert.Equal([Seconds(64)], await TimesOfAsync(pace, 1));
    }

    [Fact]
    public async Task ATimerThatEndsEarlyIsWaitedForAgain()
    {
        var clock = new FakeTimeProvider(StubTransport.Now);
        var pace = new Pace(1000 / 1.5, clock);
        await pace.WaitAsync(Cancellation);

        // Timers count whole milliseconds: the wait of 1.5 ms is over after one.
        var second = pace.WaitAsync(Cancellation);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(second.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        await second;
    }

    [Fact]
    public async Task AStopEndsTheWait()
    {
        using var stop = new CancellationTokenSource();
        var pace = new Pace(0.01, new FakeTimeProvider());
        await pace.WaitAsync(stop.Token);

        var waiting = pace.WaitAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>When, from the start, each of the next calls may be made.</summary>
    private async Task<List<TimeSpan>> TimesOfAsync(Pace pace, int calls)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < calls; i++)
        {
            await pace.WaitAsync(Cancellation);
            times.Add(_clock.Passed);
        }
        return times;
    }
}
