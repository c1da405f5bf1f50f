namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>A person's file or decision cannot be carried out, and nothing of it was.</summary>
public sealed class CurationException(IReadOnlyList<string> problems) : Exception(string.Join("; ", problems))
{
    private const int Shown = 20;

    /// <summary>A line each; past the first twenty only how many there are.</summary>
    public IReadOnlyList<string> Problems { get; } =
        problems.Count <= Shown ? problems : [.. problems.Take(Shown), $"and {problems.Count - Shown} more"];
}
