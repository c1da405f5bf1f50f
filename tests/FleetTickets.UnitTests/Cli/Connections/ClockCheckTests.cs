using FleetTickets.Cli.Connections;

namespace FleetTickets.UnitTests.Cli.Connections;

[Collection(ProcessWideState.Name)]
public sealed class ClockCheckTests
{
    private static readonly DateTimeOffset There = new(2026, 6, 20, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(300, "")]
    [InlineData(-300, "")]
    [InlineData(301, "09:05:01")]
    [InlineData(-301, "08:54:59")]
    public void MoreThanFiveMinutesAreSaid(int seconds, string said)
    {
        using var log = new WrittenLog();

        new ClockCheck(There.AddSeconds(seconds), There).Tell(isFatal: true);

        Assert.Equal(said != "", log.Text.Contains("The clocks differ", StringComparison.Ordinal));
        Assert.Contains(said, log.Text, StringComparison.Ordinal);
    }
}
