namespace FleetTickets.Engine.Geocoding.Places;

/// <summary>What kind of place a geocoder found, from the finest to the coarsest; each provider's own words are mapped to these.</summary>
public enum PlaceLevel
{
    Unknown,
    Venue,
    Building,
    Street,
    Neighbourhood,
    Suburb,
    Village,
    Town,
    City,
    Postcode,
    County,
    State,
    Country,
}
