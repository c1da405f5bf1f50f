namespace FleetTickets.Engine.Ledger;

/// <summary>Another run holds the dataset; nothing was done.</summary>
public sealed class DatasetBusyException(string message) : Exception(message)
{
    /// <summary>Since when it is held; null when that is not known.</summary>
    public DateTime? Since { get; init; }
}
