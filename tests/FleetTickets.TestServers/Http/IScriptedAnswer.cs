namespace FleetTickets.TestServers;

/// <summary>What a server sends back for one request, down to the byte; then the connection is closed.</summary>
internal interface IScriptedAnswer
{
    Task SendAsync(Stream connection, CancellationToken stop);
}
