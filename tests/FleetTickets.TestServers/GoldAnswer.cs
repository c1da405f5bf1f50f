namespace FleetTickets.TestServers;

/// <summary>What a geocoder does with a name.</summary>
public enum GoldAnswer
{
    /// <summary>Finds the place.</summary>
    Right,

    /// <summary>Answers with the city or county around it.</summary>
    City,

    /// <summary>Finds a place of this name more than 25 km away.</summary>
    Elsewhere,

    /// <summary>Finds a place nearby that has another name.</summary>
    Other,

    /// <summary>Finds two places of this name more than 3 km apart.</summary>
    Two,

    /// <summary>Answers with a suburb on the point of the cluster.</summary>
    Echo,

    /// <summary>Finds nothing.</summary>
    None,
}
