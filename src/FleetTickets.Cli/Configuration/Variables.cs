using System.Globalization;
using FleetTickets.Cli.Connections;
using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.Cli.Configuration;

/// <summary>All variables, as --help names them; README.md and .env.example explain the same ones, which a test holds.</summary>
internal static class Variables
{
    private const string Required = "required";

    private static readonly (string Provider, GeocoderSettings Settings)[] Providers =
        [.. GeocoderSettings.Providers.Select(provider => (provider, GeocoderSettings.DefaultsOf(provider, "")))];

    public static IReadOnlyList<Variable> All { get; } =
    [
        new(DatabaseUrl.Variable, Required, SettingsNeeds.None),
        new(Settings.BucketVariable, Settings.DefaultBucket, SettingsNeeds.Bucket),
        new(Settings.EndpointVariable, Required, SettingsNeeds.Bucket),
        new(Settings.AccessKeyVariable, Required, SettingsNeeds.Bucket),
        new(Settings.SecretKeyVariable, Required, SettingsNeeds.Bucket),
        new(Settings.RegionVariable, Settings.DefaultRegion, SettingsNeeds.Bucket),
        new(GeocoderVariables.Provider, GeocoderSettings.DefaultProvider, SettingsNeeds.Geocoder),
        new(GeocoderVariables.ApiKey, Required, SettingsNeeds.Geocoder),
        new(GeocoderVariables.BaseUrl, "the provider's own", SettingsNeeds.Geocoder),
        new(GeocoderVariables.RatePerSecond, Number(Providers[0].Settings.RatePerSecond), SettingsNeeds.Geocoder),
        new(GeocoderVariables.DailyBudget, string.Join(", ", Providers.Select(known => $"{known.Settings.DailyBudget} ({known.Provider})")), SettingsNeeds.Geocoder),
        new(Settings.NotifyUrlVariable, "none", SettingsNeeds.None),
        new(Settings.HeartbeatUrlVariable, "none", SettingsNeeds.Bucket),
    ];

    /// <summary>The variables of a program.</summary>
    /// <param name="needs">What the program may need.</param>
    public static IEnumerable<Variable> For(SettingsNeeds needs) => All.Where(variable => needs.HasFlag(variable.Needs));

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
