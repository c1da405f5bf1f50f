namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>Which geocoding service is asked, and how much.</summary>
/// <param name="Provider">One of <see cref="Providers"/>.</param>
/// <param name="BaseUrl">Where the provider's API is, without a query; http only when this says so.</param>
/// <param name="RatePerSecond">Calls a second, above 0.</param>
/// <param name="DailyBudget">Calls a UTC day; 0 allows none.</param>
public sealed record GeocoderSettings(string Provider, string ApiKey, Uri BaseUrl, double RatePerSecond, int DailyBudget)
{
    public const string DefaultProvider = LocationIq.ProviderName;

    // Both free plans: 60 calls a minute (LocationIQ), one a second (OpenCage), and a little air.
    private const double DefaultRatePerSecond = 0.95;

    /// <summary>The providers whose dialect is spoken.</summary>
    public static IReadOnlyList<string> Providers { get; } = [LocationIq.ProviderName, OpenCage.ProviderName];

    /// <summary>The provider's own host, and 90 % of what its free plan allows.</summary>
    /// <exception cref="ArgumentException">Not one of <see cref="Providers"/>.</exception>
    public static GeocoderSettings DefaultsOf(string provider, string apiKey) => provider switch
    {
        LocationIq.ProviderName => new(provider, apiKey, new Uri("https://us1.locationiq.com/v1"), DefaultRatePerSecond, 4_500),
        OpenCage.ProviderName => new(provider, apiKey, new Uri("https://api.opencagedata.com/geocode/v1"), DefaultRatePerSecond, 2_250),
        _ => throw Geocoders.Unknown(provider),
    };

    /// <summary>Without the key, which a record would print.</summary>
    public override string ToString() => $"{Provider} at {BaseUrl.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}";
}
