namespace FleetTickets.TestServers;

/// <summary>A place that the geocoder knows.</summary>
/// <param name="Name">The first part of its full name.</param>
/// <param name="Kind">suburb, town, city: both dialects have these words.</param>
public sealed record GeocoderPlace(
    string Name, double Latitude, double Longitude, string Kind = "suburb", string County = "Nairobi County", string CountryCode = "ke");
