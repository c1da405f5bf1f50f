using FleetTickets.Cli.Output;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.UnitTests.Cli.Output;

[Collection(ProcessWideState.Name)]
public sealed class LoggedProgressTests
{
    [Fact]
    public async Task ALongLoadSaysEvery30SecondsHowFarItIs()
    {
        var clock = new FakeTimeProvider();
        using var log = new WrittenLog();
        await using var progress = new LoggedProgress(clock);
        progress.Planned(2, 1_000);
        progress.Record(10);
        progress.Record(20);

        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(log.Text);
        clock.Advance(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(
            [
                "info  Still at work after 0 min 30 s: 0 of 2 files done, 2 records read",
                "info  Still at work after 1 min 0 s: 0 of 2 files done, 2 records read",
                "info  Still at work after 1 min 30 s: 0 of 2 files done, 2 records read",
            ],
            log.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
