using System.Globalization;
using FleetTickets.Engine.Feed;

namespace FleetTickets.UnitTests.Feed;

public sealed class FeedHoursTests
{
    [Theory]
    [InlineData("2026-06-15T08:00+03", "2026-06-15T11:30+03", 3.5)]
    [InlineData("2026-06-15T20:00+03", "2026-06-16T07:00+03", 2)]
    [InlineData("2026-06-15T21:00+03", "2026-06-16T06:00+03", 0)]
    [InlineData("2026-06-15T23:00+03", "2026-06-16T03:00+03", 0)]
    [InlineData("2026-06-15T22:00+03", "2026-06-15T23:59+03", 0)]
    [InlineData("2026-06-15T01:00+03", "2026-06-15T05:00+03", 0)]
    [InlineData("2026-06-15T03:00+03", "2026-06-15T23:00+03", 15)]
    [InlineData("2026-06-15T12:00+03", "2026-06-18T12:00+03", 45)]
    [InlineData("2026-12-31T20:00+03", "2027-01-01T07:00+03", 2)]
    public void SilenceIsCountedFrom06To21(string from, string to, double hours) => Assert.Equal(hours, Between(from, to));

    [Theory]
    [InlineData("2026-06-15T05:00Z", "2026-06-15T08:30Z")]
    [InlineData("2026-06-15T01:00-04", "2026-06-15T11:30+03")]
    public void TheHoursAreThoseOfEastAfricaWhateverTheOffset(string from, string to) => Assert.Equal(3.5, Between(from, to));

    [Theory]
    [InlineData("2026-06-15T12:00+03", "2026-06-15T12:00+03")]
    [InlineData("2026-06-15T12:00+03", "2026-06-14T12:00+03")]
    public void AFileFromTheFutureIsNoSilence(string from, string to) => Assert.Equal(0, Between(from, to));

    private static double Between(string from, string to) => FeedHours.Between(Time(from), Time(to)).TotalHours;

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
