namespace FleetTickets.Cli.Configuration;

/// <summary>What a command cannot do without; the database is always needed.</summary>
[Flags]
internal enum SettingsNeeds
{
    None = 0,
    Bucket = 1,
    Geocoder = 2,
    GeocoderKey = 4,
}
