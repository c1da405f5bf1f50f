namespace FleetTickets.Engine.Ledger;

/// <summary>Another run holds the dataset; nothing was done.</summary>
public sealed class DatasetBusyException(string message) : Exception(message)
{
    /// <summary>When the other run began to hold it; null when that is not known.</summary>
    public DateTime? Since { get; init; }
}
