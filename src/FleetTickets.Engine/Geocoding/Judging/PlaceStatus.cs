namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>What became of a name in the gazetteers. Stored in snake case; only the first three come with a point that places tickets.</summary>
public enum PlaceStatus
{
    /// <summary>The geocoder's answer passed all guards.</summary>
    Accepted,

    /// <summary>A person confirmed the point.</summary>
    Verified,

    /// <summary>A person entered the point.</summary>
    Manual,

    /// <summary>A person said that there is no such place.</summary>
    Rejected,

    /// <summary>The answer is a city, a county or the like: the geocoder does not know the place itself.</summary>
    Coarse,

    /// <summary>The place found is too far from its cluster.</summary>
    RejectedFar,

    /// <summary>The place found is not in Kenya.</summary>
    RejectedCountry,

    /// <summary>The place found has another name.</summary>
    RejectedName,

    /// <summary>Too many different names were answered with this one point.</summary>
    Collapsed,

    /// <summary>More than one place could be meant, or nothing is there to judge the answer by.</summary>
    Ambiguous,

    /// <summary>The geocoder knows no such place.</summary>
    NotFound,

    /// <summary>The geocoder is being asked by some run; <c>retry_after</c> is when that reservation ends.</summary>
    Reserved,

    /// <summary>The geocoder failed; asked again by the next run.</summary>
    Retry,

    /// <summary>The geocoder failed in several runs, or cannot take the name.</summary>
    Exhausted,
}
