namespace FleetTickets.Engine.App;

internal sealed record CommonRequest(FileInfo? EnvFile, bool IsJson, bool IsVerbose, bool MayShowProgress);
