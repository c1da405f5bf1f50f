using FleetTickets.Cli.Connections;
using FleetTickets.Cli;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>A run goes by this machine's clock only where the database's agrees.</summary>
public sealed class ClockCheckTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Theory]
    [InlineData(0)]
    [InlineData(-59)]
    [InlineData(59)]
    public async Task LessThanAnHourIsNoReasonToStop(int minutes) => (await ReadAsync(TimeSpan.FromMinutes(minutes))).Tell(isFatal: true);

    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    [InlineData(525_600)]
    public async Task MoreThanAnHourIsWrongConfiguration(int minutes)
    {
        var clocks = await ReadAsync(TimeSpan.FromMinutes(minutes));

        var refused = Assert.Throws<UsageException>(() => clocks.Tell(isFatal: true));
        Assert.Matches("^this machine's clock says .* UTC and the database's .* UTC; set the wrong one$", Assert.Single(refused.Problems));
        clocks.Tell(isFatal: false);
    }

    private async Task<ClockCheck> ReadAsync(TimeSpan ahead)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return await ClockCheck.ReadAsync(connection, new FakeTimeProvider(TimeProvider.System.GetUtcNow() + ahead), TestContext.Current.CancellationToken);
    }
}
