namespace FleetTickets.Engine.Loading.Refolding;

/// <summary>A file that tickets would have to be folded from cannot be read; nothing was done.</summary>
internal sealed class UnfoldableException(string message) : Exception(message);
