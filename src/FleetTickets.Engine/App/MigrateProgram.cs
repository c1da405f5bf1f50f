using FleetTickets.Engine.Schema;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.App;

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
        Logging.Configure(request.Common, call.Secrets, terminal: null);
        call.Begin(request.Common, new RunRequest("migrate", request.IsDryRun));

        var settings = Settings.From(call.ReadEnvironment(request.Common), "fleettickets-migrate", SettingsNeeds.None);
        call.Secrets.Learn(settings.Secrets);
        await using var database = DatabaseConnections.Open(settings.Database);
        return await DatabaseTrouble.TellAsync(settings.Database, () => MigrateAsync(database, request, stop));
    }

    private static async Task<int> MigrateAsync(NpgsqlDataSource database, MigrateRequest request, CancellationToken stop)
    {
        var migrator = new Migrator(database, Migration.All);
        var plan = request.IsDryRun ? await migrator.PlanAsync(stop) : await migrator.ApplyAsync(stop);
        await TellAsync(plan, request.IsDryRun);
        if (!request.IsDryRun)
            await TellMissingRolesAsync(database, stop);
        return ExitCode.Done;
    }

    private static async Task TellAsync(MigrationPlan plan, bool isDryRun)
    {
        foreach (var changed in plan.Changed)
            Log.Warning("{Migration} was applied with another text than this program carries; it is not applied again", changed.FileName);
        foreach (var migration in plan.Pending)
            await Console.Out.WriteLineAsync($"{(isDryRun ? "pending" : "applied")}  {migration.FileName}");
        if (plan.Pending.Count == 0)
            await Console.Out.WriteLineAsync("The schema is up to date.");
    }

    private static async Task TellMissingRolesAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        foreach (var role in await LeastPrivilegeRoles.MissingAsync(database, stop))
            Log.Warning("Role {Role} is not there: this user may not create roles. All else works; docs/database.md#roles says what it is granted", role);
    }
}
