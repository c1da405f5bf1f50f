namespace FleetTickets.TestServers;

/// <summary>A place that the geocoder knows.</summary>
/// <param name="Name">What it answers to: a query whose first part, up to the comma, is this in any case.</param>
/// <param name="Kind">suburb, town, city: both dialects have these words.</param>
public sealed record GeocoderPlace(
    string Name, double Latitude, double Longitude, string Kind = "suburb", string County = "Nairobi County", string CountryCode = "ke");
