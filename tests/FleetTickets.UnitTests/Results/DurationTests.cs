using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Results;

public sealed class DurationTests
{
    [Theory]
    [InlineData("00:00:42", "42 s")]
    [InlineData("00:25:00", "25 min")]
    [InlineData("07:00:10", "7 h")]
    [InlineData("07:12:00", "7 h 12 min")]
    [InlineData("104.07:42:00", "104 d 7 h")]
    [InlineData("2.00:12:00", "2 d")]
    public void ASpanIsItsTwoLargestUnits(string span, string said) => Assert.Equal(said, Duration.Of(TimeSpan.Parse(span, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0.5, "30 min")]
    [InlineData(6, "6 h")]
    [InlineData(2503.7, "2503 h 42 min")]
    public void HoursOfTheDayOnlyStayHours(double hours, string said) => Assert.Equal(said, Duration.OfHours(hours));
}
