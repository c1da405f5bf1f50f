using System.CommandLine;
using FleetTickets.Cli.Configuration;

namespace FleetTickets.Cli.Commands;

/// <summary>The options of the migrator, which applies unless told otherwise.</summary>
internal sealed class MigrateCommand
{
    private readonly CommonOptions _common = new();
    private readonly Option<bool> _dryRun = CommonOptions.Flag("--dry-run", "Only list what is pending; of a database of another program, what becomes of each object");
    private readonly Option<bool> _rehearse = CommonOptions.Flag(
        "--rehearse", "Do all of it, print each step's time, rows and locks, and roll it back; like the real run, it makes readers wait");
    private readonly Option<bool> _replaceReadFunctions = CommonOptions.Flag(
        "--replace-read-functions", "Give ours the names that somebody's own functions and views kept when the database was taken over");

    public MigrateCommand()
    {
        Root = new RootCommand(
            $"Applies the migrations that the database lacks, in order, each in a transaction of its own.\n\n{Variables.HelpFor(SettingsNeeds.None)}") { HelpName = "migrate" };
        Root.Add(_dryRun);
        Root.Add(_rehearse);
        Root.Add(_replaceReadFunctions);
        _common.AddTo(Root);
    }

    public RootCommand Root { get; }

    /// <exception cref="UsageException">The options do not go together.</exception>
    public MigrateRequest Read(ParseResult parsed)
    {
        var request = new MigrateRequest(
            CommonOptions.Read(_common, parsed), parsed.GetValue(_dryRun), parsed.GetValue(_rehearse), parsed.GetValue(_replaceReadFunctions));
        if (request.IsRehearsal && (request.IsDryRun || request.ReplacesReadFunctions))
            throw new UsageException($"{_rehearse.Name} goes with neither {_dryRun.Name} nor {_replaceReadFunctions.Name}");
        return request;
    }
}
