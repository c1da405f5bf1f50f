using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>What asking for one name came to, after all waiting and trying again.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <param name="Candidates">The provider's order; one to five.</param>
    public sealed record Found(IReadOnlyList<Candidate> Candidates) : Answer;

    /// <summary>The provider knows no such place.</summary>
    public sealed record NotFound : Answer;

    /// <param name="Reason">One line for a person.</param>
    /// <param name="IsPermanent">The provider cannot take this name; otherwise another run may ask again.</param>
    public sealed record Failed(string Reason, bool IsPermanent) : Answer;
}
