namespace FleetTickets.Engine.App;

internal sealed record MigrateRequest(CommonRequest Common, bool IsDryRun, bool IsRehearsal, bool ReplacesReadFunctions);
