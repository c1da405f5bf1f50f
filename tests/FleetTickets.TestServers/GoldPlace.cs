namespace FleetTickets.TestServers;

/// <param name="Name">As the feed delivers it, with network codes.</param>
/// <param name="Latitude">Where the place really is, in degrees.</param>
/// <param name="Longitude">Where the place really is, in degrees.</param>
/// <param name="ToleranceMetres">How far off a point may be and still be right.</param>
/// <param name="Answer">What the geocoder's stand-in makes of the name.</param>
public sealed record GoldPlace(string Name, string Cluster, double Latitude, double Longitude, double ToleranceMetres, GoldAnswer Answer);
