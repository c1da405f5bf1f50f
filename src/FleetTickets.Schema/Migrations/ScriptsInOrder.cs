using DbUp.Engine;
using DbUp.Engine.Transactions;

namespace FleetTickets.Schema.Migrations;

/// <summary>Scripts as they are given; DbUp would sort them by their names.</summary>
internal sealed class ScriptsInOrder(IReadOnlyList<SqlScript> scripts) : IScriptProvider
{
    public IEnumerable<SqlScript> GetScripts(IConnectionManager connectionManager) =>
        scripts.Select((script, position) => new SqlScript(script.Name, script.Contents, new SqlScriptOptions { RunGroupOrder = position }));
}
