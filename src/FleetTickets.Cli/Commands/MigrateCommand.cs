using System.CommandLine;
using FleetTickets.Cli.Configuration;

namespace FleetTickets.Cli.Commands;

/// <summary>The options of the migrator. It applies migrations unless an option says otherwise.</summary>
internal sealed class MigrateCommand
{
    private readonly CommonOptions _common = new();
    private readonly Option<bool> _dryRun = CommonOptions.Flag("--dry-run", "List what is pending. For a database of another program, list what a take-over does to each object.");
    private readonly Option<bool> _rehearse = CommonOptions.Flag(
        "--rehearse", "Do everything, print the time, rows and locks of each step, and roll back. Readers wait as in the real run.");
    private readonly Option<bool> _replaceReadFunctions = CommonOptions.Flag(
        "--replace-read-functions", "After a take-over: give our functions and views the names that functions and views of others kept.");

    public MigrateCommand()
    {
        Root = new RootCommand("Applies pending migrations in order, each in its own transaction.") { HelpName = "migrate" };
        Root.Add(_dryRun);
        Root.Add(_rehearse);
        Root.Add(_replaceReadFunctions);
        _common.AddTo(Root);
        new HelpPage(Root, [new("Migrate", _dryRun, _rehearse, _replaceReadFunctions)], [
            "migrate --dry-run    # what would be done",
            "migrate --rehearse   # how long it takes, on a copy",
            "migrate",
        ], SettingsNeeds.None).Install();
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
