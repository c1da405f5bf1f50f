using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Loading;

/// <summary>An upload that was moved out of the way.</summary>
/// <param name="ArchivedAs">The key that it has now.</param>
public sealed record ArchivedUpload(ChangeFile File, string ArchivedAs);
