namespace FleetTickets.TestServers;

/// <summary>A running server, however it came about; disposing ends what was started for it.</summary>
internal interface IPostgresSource : IAsyncDisposable
{
    string Description { get; }

    /// <summary>Reaches a database from which others can be created and dropped.</summary>
    string ConnectionString { get; }
}
