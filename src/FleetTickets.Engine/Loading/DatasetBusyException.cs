namespace FleetTickets.Engine.Loading;

/// <summary>Another run holds the dataset; nothing was done.</summary>
public sealed class DatasetBusyException(string message) : Exception(message);
