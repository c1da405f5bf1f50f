namespace FleetTickets.Cli.Commands;

internal sealed record MigrateRequest(CommonRequest Common, bool IsDryRun, bool IsRehearsal, bool ReplacesReadFunctions);
