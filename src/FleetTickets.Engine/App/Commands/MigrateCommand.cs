using System.CommandLine;

namespace FleetTickets.Engine.App;

/// <summary>The options of the migrator, which applies unless told otherwise.</summary>
internal sealed class MigrateCommand
{
    private readonly CommonOptions _common = new();
    private readonly Option<bool> _dryRun = CommonOptions.Flag("--dry-run", "Only list the migrations that are pending");

    public MigrateCommand()
    {
        Root = new RootCommand(
            $"Applies the migrations that the database lacks, in order, each in a transaction of its own.\n\n{Variables.HelpFor(SettingsNeeds.None)}") { HelpName = "migrate" };
        Root.Add(_dryRun);
        _common.AddTo(Root);
    }

    public RootCommand Root { get; }

    public MigrateRequest Read(ParseResult parsed) => new(CommonOptions.Read(_common, parsed), parsed.GetValue(_dryRun));
}
