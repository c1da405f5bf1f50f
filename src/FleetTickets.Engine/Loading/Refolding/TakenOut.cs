namespace FleetTickets.Engine.Loading.Refolding;

/// <summary>What became of the tickets on which an applied file had the last word, when it was taken out.</summary>
/// <param name="Refolded">They are again what the newest other file says of them.</param>
/// <param name="Left">They stay what the file said: no other file names them whose content can be had.</param>
public sealed record TakenOut(long Refolded, long Left);
