using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Results;
using static FleetTickets.UnitTests.Geocoding.Passes.KnownPlaces;

namespace FleetTickets.UnitTests.Geocoding.Passes;

public sealed class MemoryTests
{
    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 30)]
    [InlineData(2, 90)]
    [InlineData(12, 90)]
    public void ARefusalIsBelievedLongerEachTime(int attemptsBefore, double days)
    {
        Assert.Equal(Now.AddDays(days), Memory.Until(PlaceStatus.NotFound, attemptsBefore, Now, spread: 0.5));
        Assert.Equal(Now + (TimeSpan.FromDays(days) * 0.9), Memory.Until(PlaceStatus.Coarse, attemptsBefore, Now, spread: 0));
        Assert.Equal(Now + (TimeSpan.FromDays(days) * 1.1), Memory.Until(PlaceStatus.RejectedFar, attemptsBefore, Now, spread: 1));
    }

    [Fact]
    public void APointIsBelievedForEver() => Assert.Null(Memory.Until(PlaceStatus.Accepted, 0, Now, spread: 0.5));

    [Fact]
    public void AFailureIsNotBelievedAtAll() => Assert.Equal(Now, Memory.Until(PlaceStatus.Retry, 0, Now, spread: 0.5));
}
