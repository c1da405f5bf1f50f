namespace FleetTickets.Engine.Geocoding.Places;

/// <summary>What a geocoder is asked.</summary>
/// <param name="Text">Place names, from the finest to the coarsest, comma-separated.</param>
/// <param name="Near">The point around which the place is to be preferred; null when nothing is known.</param>
public sealed record PlaceQuery(string Text, GeoPoint? Near)
{
    /// <summary>A place farther from its cluster than this, in kilometres, is another place of the same name.</summary>
    public const double FarthestKm = 25;
}
