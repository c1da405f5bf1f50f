using FleetTickets.Cli.Output;

namespace FleetTickets.UnitTests.Cli.Output;

public sealed class JournalTests
{
    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:4711", "socket:[47110]", false)]
    [InlineData("8:4711", "/var/log/fleettickets.log", false)]
    [InlineData("8:", "socket:[]", false)]
    [InlineData(null, "socket:[4711]", false)]
    [InlineData("8:4711", null, false)]
    public void StderrIsTheJournalWhenItIsTheStreamThatSystemdNames(string? stream, string? stderr, bool expected) =>
        Assert.Equal(expected, Journal.IsAt(stream, stderr));
}
