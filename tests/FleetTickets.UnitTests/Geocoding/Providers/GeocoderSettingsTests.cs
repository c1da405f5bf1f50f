using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Providers;

public sealed class GeocoderSettingsTests
{
    [Theory]
    [InlineData("locationiq", "https://us1.locationiq.com/v1", 4_500)]
    [InlineData("opencage", "https://api.opencagedata.com/geocode/v1", 2_250)]
    public void EachProviderHasItsOwnHostAndStaysBelowItsFreePlan(string provider, string baseUrl, int dailyBudget) => Assert.Equal(
        new GeocoderSettings(provider, "the key", new Uri(baseUrl), 0.95, dailyBudget), GeocoderSettings.DefaultsOf(provider, "the key"));

    [Fact]
    public void AnotherProviderIsNamedWithThoseThereAre()
    {
        var unknown = Assert.Throws<ArgumentException>(() => GeocoderSettings.DefaultsOf("photon", "the key"));
        Assert.Equal("the geocoder is photon; expected locationiq or opencage", unknown.Message);

        var settings = GeocoderSettings.DefaultsOf("opencage", "the key") with { Provider = "photon" };
        Assert.Equal(unknown.Message, Assert.Throws<ArgumentException>(() => Geocoders.Create(settings, TimeProvider.System)).Message);
    }

    [Theory]
    [InlineData("locationiq")]
    [InlineData("opencage")]
    public void AGeocoderIsNamedAfterItsProvider(string provider) =>
        Assert.Equal(provider, Geocoders.Create(GeocoderSettings.DefaultsOf(provider, "the key"), TimeProvider.System).Name);

    [Fact]
    public void AsTextTheyDoNotHoldTheKey()
    {
        var settings = GeocoderSettings.DefaultsOf("locationiq", "the key") with { BaseUrl = new Uri("https://user:the key@host/v1?key=the%20key") };

        Assert.Equal("locationiq at https://host", settings.ToString());
    }
}
