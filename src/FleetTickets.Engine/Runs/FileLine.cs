using FleetTickets.Engine.Ledger;

namespace FleetTickets.Engine.Runs;

/// <summary>A file as <c>--files</c> shows it.</summary>
/// <param name="Key">Full key, or <c>local/NAME</c>.</param>
/// <param name="States">Every state that it is in; the first is the one that is shown.</param>
/// <param name="About">What became of it, or what is known of it.</param>
public sealed record FileLine(string Key, IReadOnlyList<string> States, string About)
{
    /// <summary>Shown without being asked for, however old it is.</summary>
    public bool NeedsNotice => States[0] is FileStates.Waiting or FileStates.Failed or FileStates.LeftAlone or FileStates.NotArchived;
}
