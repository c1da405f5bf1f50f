using System.Data;
using DbUp.Engine.Transactions;

namespace FleetTickets.Schema.Migrations;

/// <summary>Watches scripts that are rolled back in the end: how long each takes, what it writes and what it locks.</summary>
/// <param name="scripts">Their names, in the order in which they run.</param>
/// <param name="toldOf">Called after each of them.</param>
internal sealed class Rehearsal(IReadOnlyList<string> scripts, Action<RehearsedStep> toldOf)
{
    private readonly TimeProvider _clock = TimeProvider.System;
    private RelationsSeen? _first;
    private RelationsSeen? _before;
    private int _position;
    private long _began;

    public void Begin(IConnectionManager connections)
    {
        _before = Look(connections);
        _first ??= _before;
        _began = _clock.GetTimestamp();
    }

    public void End(IConnectionManager connections)
    {
        var took = _clock.GetElapsedTime(_began);
        toldOf(Look(connections).Since(_before!, _first!, scripts[_position++], took));
    }

    private static RelationsSeen Look(IConnectionManager connections)
    {
        var seen = new List<RelationSeen>();
        connections.ExecuteCommandsWithManagedConnection(newCommand =>
        {
            using var question = newCommand();
            question.CommandText = EmbeddedFile.Read("rehearsal.sql");
            using var rows = question.ExecuteReader();
            while (rows.Read())
                seen.Add(Read(rows));
        });
        return new RelationsSeen(seen);
    }

    private static RelationSeen Read(IDataRecord row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetInt32(5));
}
