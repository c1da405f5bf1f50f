using FleetTickets.Cli.Configuration;
using FleetTickets.Cli;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Configuration;

public sealed class GeocoderVariablesTests
{
    private readonly Dictionary<string, string> _environment = new() { ["DATABASE_URL"] = "postgresql://db/tickets", ["GEOCODER_API_KEY"] = "hunter2" };

    [Theory]
    [InlineData(null, "locationiq", "https://us1.locationiq.com/v1", 4500)]
    [InlineData("locationiq", "locationiq", "https://us1.locationiq.com/v1", 4500)]
    [InlineData("OpenCage", "opencage", "https://api.opencagedata.com/geocode/v1", 2250)]
    public void EachProviderHasItsDefaults(string? variable, string provider, string url, int budget)
    {
        _environment["GEOCODER_PROVIDER"] = variable ?? "";

        Assert.Equal(new GeocoderSettings(provider, "hunter2", new Uri(url), 0.95, budget), Read());
    }

    [Fact]
    public void WhatIsSetCounts()
    {
        _environment["GEOCODER_BASE_URL"] = "http://127.0.0.1:8080/v1";
        _environment["GEOCODER_RATE_PER_SECOND"] = "12.5";
        _environment["GEOCODER_DAILY_BUDGET"] = "0";

        Assert.Equal(new GeocoderSettings("locationiq", "hunter2", new Uri("http://127.0.0.1:8080/v1"), 12.5, 0), Read());
    }

    [Fact]
    public void AllProblemsAreToldTogether()
    {
        _environment["GEOCODER_API_KEY"] = " ";
        _environment["GEOCODER_BASE_URL"] = "https://me:hunter2@example.org";
        _environment["GEOCODER_RATE_PER_SECOND"] = "fast";
        _environment["GEOCODER_DAILY_BUDGET"] = "-1";

        Assert.Equal(
            [
                "GEOCODER_BASE_URL is not an http:// or https:// URL without user, password and query",
                "GEOCODER_RATE_PER_SECOND is not a number of calls a second; expected one above 0 and at most 1000",
                "GEOCODER_DAILY_BUDGET is not a number of calls a day; expected a whole number from 0",
                "GEOCODER_API_KEY is not set; expected the provider's key, or no --apply",
            ],
            Assert.Throws<UsageException>(Read).Problems);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("1001")]
    public void ARateIsAPlainNumber(string rate)
    {
        _environment["GEOCODER_RATE_PER_SECOND"] = rate;

        Assert.StartsWith("GEOCODER_RATE_PER_SECOND is not a number", Assert.Single(Assert.Throws<UsageException>(Read).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownProviderIsNamedBesideTheKnownOnes()
    {
        _environment["GEOCODER_PROVIDER"] = "nominatim";

        Assert.Equal(["GEOCODER_PROVIDER is none of those known; expected one of locationiq, opencage"], Assert.Throws<UsageException>(Read).Problems);
    }

    [Fact]
    public void ADryRunNeedsNoKey()
    {
        _environment.Remove("GEOCODER_API_KEY");

        Assert.Equal("", Read(SettingsNeeds.Geocoder)?.ApiKey);
    }

    [Fact]
    public void WhereNoGeocoderIsNeededItsVariablesAreNotLookedAt()
    {
        _environment["GEOCODER_PROVIDER"] = "nominatim";

        Assert.Null(Read(SettingsNeeds.None));
    }

    [Fact]
    public void TheKeyIsASecret() =>
        Assert.Equal(["hunter2"], Settings.From(_environment, "a test", SettingsNeeds.Geocoder | SettingsNeeds.GeocoderKey).Secrets);

    [Fact]
    public void AVariableThatOnlyLooksLikeOursIsUnknown() =>
        Assert.Equal(["GEOCODER_KEY"], Settings.UnknownIn([.. _environment.Keys, "GEOCODER_KEY", "GEOCODER_PROVIDER"]));

    private GeocoderSettings? Read() => Read(SettingsNeeds.Geocoder | SettingsNeeds.GeocoderKey);

    private GeocoderSettings? Read(SettingsNeeds needs) => Settings.From(_environment, "a test", needs).Geocoder;
}
