using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Geocoding.Providers;

namespace FleetTickets.UnitTests.Geocoding.Calling;

/// <summary>Whoever looks at a run that waits can read what for.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WaitLogTests
{
    private readonly SkippingClock _clock = new(StubTransport.Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AHoldIsALineBeforeItBeginsAndThePaceIsNone()
    {
        using var log = new WrittenLog();
        var pace = new Pace(1, _clock);
        await pace.WaitAsync(Cancellation);
        await pace.WaitAsync(Cancellation);
        pace.Hold(TimeSpan.FromSeconds(59.5), "locationiq limits calls by the minute");
        Assert.Equal("", log.Text);

        await pace.WaitAsync(Cancellation);

        Assert.Equal("info  Waiting 60 s: locationiq limits calls by the minute\n", log.Text);
    }

    [Fact]
    public async Task AnotherTryIsALineWithItsReason()
    {
        using var log = new WrittenLog();

        await Retries.On(_clock).ExecuteAsync(_ => ValueTask.FromResult<Reply>(new Reply.Trouble("host answers 503")), Cancellation);

        Assert.Matches(@"^(info  Trying again in \d+\.\d s: host answers 503\n){2}$", log.Text);
    }
}
