using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Providers;

/// <summary>Each provider's words for what it found, in ours.</summary>
public sealed class LevelTests
{
    [Theory]
    [InlineData("venue", "amenity", "school", PlaceLevel.Venue)]
    [InlineData("building", "building", "yes", PlaceLevel.Building)]
    [InlineData("street", "highway", "primary", PlaceLevel.Street)]
    [InlineData("neighbourhood", "place", "neighbourhood", PlaceLevel.Neighbourhood)]
    [InlineData("neighbourhood", "landuse", "residential", PlaceLevel.Neighbourhood)]
    [InlineData("neighbourhood", "place", "suburb", PlaceLevel.Suburb)]
    [InlineData("neighbourhood", "place", "village", PlaceLevel.Village)]
    [InlineData("neighbourhood", "place", "city", PlaceLevel.Neighbourhood)]
    [InlineData("borough", "place", "borough", PlaceLevel.Suburb)]
    [InlineData("city", "place", "city", PlaceLevel.City)]
    [InlineData("city", "place", "town", PlaceLevel.Town)]
    [InlineData("city", "place", "village", PlaceLevel.Village)]
    [InlineData("city", "place", "suburb", PlaceLevel.City)]
    [InlineData("city", "boundary", "administrative", PlaceLevel.City)]
    [InlineData("City", null, null, PlaceLevel.City)]
    [InlineData("postalcode", "place", "postcode", PlaceLevel.Postcode)]
    [InlineData("county", "boundary", "administrative", PlaceLevel.County)]
    [InlineData("state", "boundary", "administrative", PlaceLevel.State)]
    [InlineData("country", "boundary", "administrative", PlaceLevel.Country)]
    [InlineData("island", "place", "island", PlaceLevel.Unknown)]
    [InlineData("marine", "natural", "bay", PlaceLevel.Unknown)]
    [InlineData(null, "place", "house", PlaceLevel.Building)]
    [InlineData(null, "place", "quarter", PlaceLevel.Neighbourhood)]
    [InlineData(null, "place", "suburb", PlaceLevel.Suburb)]
    [InlineData(null, "place", "hamlet", PlaceLevel.Village)]
    [InlineData(null, "place", "town", PlaceLevel.Town)]
    [InlineData(null, "place", "city", PlaceLevel.City)]
    [InlineData(null, "place", "postcode", PlaceLevel.Postcode)]
    [InlineData(null, "place", "county", PlaceLevel.County)]
    [InlineData(null, "place", "region", PlaceLevel.State)]
    [InlineData(null, "place", "country", PlaceLevel.Country)]
    [InlineData(null, "landuse", "residential", PlaceLevel.Neighbourhood)]
    [InlineData(null, "landuse", "forest", PlaceLevel.Unknown)]
    [InlineData(null, "highway", "residential", PlaceLevel.Street)]
    [InlineData(null, "building", "apartments", PlaceLevel.Building)]
    [InlineData(null, "shop", "supermarket", PlaceLevel.Venue)]
    [InlineData(null, "boundary", "administrative", PlaceLevel.Unknown)]
    [InlineData(null, null, null, PlaceLevel.Unknown)]
    public void LocationIqsLevelCountsAndItsTypeMakesItFiner(string? matchLevel, string? placeClass, string? type, PlaceLevel level) =>
        Assert.Equal(level, LocationIqLevel.Of(matchLevel, placeClass, type));

    [Theory]
    [InlineData("building", "building", PlaceLevel.Building)]
    [InlineData("road", "road", PlaceLevel.Street)]
    [InlineData("neighbourhood", "place", PlaceLevel.Neighbourhood)]
    [InlineData("suburb", "place", PlaceLevel.Suburb)]
    [InlineData("village", "place", PlaceLevel.Village)]
    [InlineData("town", "place", PlaceLevel.Town)]
    [InlineData("City", "place", PlaceLevel.City)]
    [InlineData("postcode", "postcode", PlaceLevel.Postcode)]
    [InlineData("county", "place", PlaceLevel.County)]
    [InlineData("state", "place", PlaceLevel.State)]
    [InlineData("country", "place", PlaceLevel.Country)]
    [InlineData("school", "education", PlaceLevel.Venue)]
    [InlineData("track", "road", PlaceLevel.Street)]
    [InlineData("peak", "natural", PlaceLevel.Unknown)]
    [InlineData(null, null, PlaceLevel.Unknown)]
    public void OpenCagesTypeCountsAndElseItsCategory(string? type, string? category, PlaceLevel level) =>
        Assert.Equal(level, OpenCageLevel.Of(type, category, confidence: 9));

    [Theory]
    [InlineData("suburb", 5, PlaceLevel.Suburb)]
    [InlineData("suburb", 4, PlaceLevel.City)]
    [InlineData("village", 0, PlaceLevel.City)]
    [InlineData("town", 3, PlaceLevel.City)]
    [InlineData("county", 1, PlaceLevel.County)]
    [InlineData("peak", 1, PlaceLevel.Unknown)]
    public void OpenCagesPlaceThatIsAsWideAsACityIsOne(string type, int confidence, PlaceLevel level) =>
        Assert.Equal(level, OpenCageLevel.Of(type, category: null, confidence));

    [Fact]
    public void WithoutAConfidenceTheTypeAloneCounts() => Assert.Equal(PlaceLevel.Suburb, OpenCageLevel.Of("suburb", "place", confidence: null));
}
