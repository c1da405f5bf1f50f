using System.Data;
using DbUp.Engine;

namespace FleetTickets.Schema.Migrations;

/// <summary>DbUp's way to our ledger; each row is written in the transaction of its script.</summary>
/// <param name="migrations">What it records; other scripts are steps and leave no row.</param>
/// <param name="session">The session in which the scripts run.</param>
/// <param name="hasOurColumns">False when the table may be of another program: its columns come with the take-over's first step.</param>
internal sealed class MigrationJournal(IReadOnlyList<Migration> migrations, MigratorSession session, bool hasOurColumns) : IJournal
{
    // A take-over applies again what another program has recorded, without a checksum: from then on it is our text that counts.
    private const string Record =
        """
        insert into tickets.schema_migrations as recorded (filename, checksum) values (@filename, @checksum)
        on conflict (filename) do update set checksum = coalesce(recorded.checksum, excluded.checksum)
        """;

    private const string CreateLedger =
        """
        do $$
        begin
          -- `create schema if not exists` asks for the right to create schemas even where there is nothing to create.
          if to_regnamespace('tickets') is null then
            create schema tickets;
          end if;
        end
        $$;
        create table if not exists tickets.schema_migrations (
          filename text primary key,
          applied_at timestamptz not null default now(),
          checksum text
        );
        """;

    internal const string DescribeLedger =
        """
        comment on table tickets.schema_migrations is 'Migrations that were applied, one row a file.';
        comment on column tickets.schema_migrations.filename is 'Name of the file.';
        comment on column tickets.schema_migrations.applied_at is 'When it was applied.';
        comment on column tickets.schema_migrations.checksum is 'SHA-256 of the text that was applied, line ends as LF.';
        """;

    /// <summary>The scripts that DbUp is given are the pending ones already.</summary>
    public string[] GetExecutedScripts() => [];

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        session.Begin(command);
        command.CommandText = hasOurColumns ? CreateLedger + DescribeLedger : CreateLedger;
        command.ExecuteNonQuery();
    }

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        // The steps of a take-over are no files.
        if (migrations.FirstOrDefault(migration => migration.FileName == script.Name) is not { } applied)
            return;
        using var command = dbCommandFactory();
        command.CommandText = Record;
        Add(command, "filename", applied.FileName);
        Add(command, "checksum", applied.Checksum);
        command.ExecuteNonQuery();
    }

    private static void Add(IDbCommand command, string name, string value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
