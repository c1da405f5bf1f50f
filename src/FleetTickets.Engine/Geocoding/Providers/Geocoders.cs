namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>The geocoding services that can be asked.</summary>
public static class Geocoders
{
    /// <summary>Made once and used for the whole run: its connections are kept.</summary>
    /// <exception cref="ArgumentException">The settings name a provider that is none of <see cref="GeocoderSettings.Providers"/>.</exception>
    public static IGeocoder Create(GeocoderSettings settings, TimeProvider clock) => Create(settings, new GeocoderHttp(settings, clock));

    internal static IGeocoder Create(GeocoderSettings settings, GeocoderHttp http) => settings.Provider switch
    {
        LocationIq.ProviderName => new LocationIq(http),
        OpenCage.ProviderName => new OpenCage(http),
        _ => throw Unknown(settings.Provider),
    };

    internal static ArgumentException Unknown(string provider) =>
        new($"the geocoder is {provider}; expected {string.Join(" or ", GeocoderSettings.Providers)}");
}
