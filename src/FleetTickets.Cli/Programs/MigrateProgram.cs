using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli.Connections;
using FleetTickets.Cli.Notices;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;
using Npgsql;
using Serilog;

namespace FleetTickets.Cli.Programs;

/// <summary>The migrator as a program: arguments and environment in, exit code out.</summary>
public static class MigrateProgram
{
    public static Task<int> RunAsync(string[] args)
    {
        Logging.ConfigureForStart();
        return ProgramFrame.RunAsync("migrate", (call, stop) => RunAsync(args, call, stop));
    }

    private static async Task<int> RunAsync(string[] args, ProgramCall call, CancellationToken stop)
    {
        var command = new MigrateCommand();
        if (CommandLine.Parse(command.Root, args, out var answered) is not { } parsed)
            return answered;
        var request = command.Read(parsed);
        Logging.Configure(call.Program, request.Common, call.Secrets, terminal: null);
        call.Begin(request.Common, new RunRequest("migrate", request.IsDryRun || request.IsRehearsal));

        var settings = Settings.From(call.ReadEnvironment(request.Common), "fleettickets-migrate", SettingsNeeds.None);
        call.Learn(settings);
        foreach (var name in settings.Database.Ignored)
            Log.Warning("{Variable}: {Parameter} is ignored, no setting of this program says the same", DatabaseUrl.Variable, name);
        await using var database = DatabaseConnections.Open(settings.Database);
        return await DatabaseTrouble.TellAsync(settings.Database.Connection, () => MigrateAsync(database, request, stop));
    }

    private static async Task<int> MigrateAsync(NpgsqlDataSource database, MigrateRequest request, CancellationToken stop)
    {
        if (request.ReplacesReadFunctions)
            return await ReplaceAsync(new ReadSideReplacer(database, Migration.All), request.IsDryRun, stop);
        var migrator = new Migrator(database, Migration.All);
        if (request.IsRehearsal)
            return await RehearseAsync(migrator, stop);
        var plan = request.IsDryRun ? await migrator.PlanAsync(stop) : await migrator.ApplyAsync(stop);
        await TellAsync(plan, request.IsDryRun);
        if (!request.IsDryRun)
            await TellMissingRolesAsync(database, stop);
        if (plan.TakeOver is { Obstacles: { Count: > 0 } obstacles })
            throw new TakeOverException(obstacles);
        return ExitCode.Done;
    }

    private static async Task<int> RehearseAsync(Migrator migrator, CancellationToken stop)
    {
        var took = TimeSpan.Zero;
        var plan = await migrator.RehearseAsync(Tell, stop);
        await Console.Out.WriteLineAsync(
            plan.Pending.Count == 0 ? "The schema is up to date." : $"Rolled back after {took.TotalSeconds:0.0} s: it works, and nothing was changed.");
        return ExitCode.Done;

        void Tell(RehearsedStep step)
        {
            took += step.Took;
            foreach (var line in step.Lines)
                Console.Out.WriteLine(line);
        }
    }

    private static async Task TellAsync(MigrationPlan plan, bool isDryRun)
    {
        foreach (var changed in plan.Changed)
            Log.Warning("{Migration} was applied with another text than this program carries; it is not applied again", changed.FileName);
        await StandardStreams.WriteLinesAsync(
        [
            .. plan.TakeOver?.Lines ?? [],
            .. plan.Pending.Count == 0
                ? ["The schema is up to date."]
                : plan.Pending.Select(migration => $"{(isDryRun ? "pending" : "applied")}  {migration.FileName}"),
            .. plan.TakeOver?.Afterwards ?? [],
        ]);
    }

    private static async Task<int> ReplaceAsync(ReadSideReplacer replacer, bool isDryRun, CancellationToken stop)
    {
        var replacements = await replacer.PlanAsync(stop);
        foreach (var replacement in replacements)
        {
            await StandardStreams.WriteLinesAsync(
                [replacement.Name, $"  old keys  {Listed(replacement.OldKeys)}", $"  new keys  {Listed(replacement.NewKeys)}"]);
        }
        if (replacements.Count == 0)
            await Console.Out.WriteLineAsync("Every function and view of ours has its name.");
        else if (!isDryRun)
            await replacer.ReplaceAsync(replacements, stop);
        return ExitCode.Done;

        static string Listed(IReadOnlyList<string>? keys) => keys is null ? "(none: it is not there, or it fails)" : string.Join(", ", keys);
    }

    private static async Task TellMissingRolesAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        foreach (var role in await LeastPrivilegeRoles.MissingAsync(database, stop))
            Log.Warning("Role {Role} is not there: this user may not create roles. All else works; docs/database.md#roles says what it is granted", role);
    }
}
