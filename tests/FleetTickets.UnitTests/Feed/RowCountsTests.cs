using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed;

public sealed class RowCountsTests
{
    [Fact]
    public void CountsAddUpOneByOne() => Assert.Equal(
        new RowCounts(11, 22, 33, 44, 55, 66, 77),
        new RowCounts(1, 2, 3, 4, 5, 6, 7) + new RowCounts(10, 20, 30, 40, 50, 60, 70));
}
