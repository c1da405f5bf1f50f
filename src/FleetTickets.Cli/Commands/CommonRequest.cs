namespace FleetTickets.Cli.Commands;

internal sealed record CommonRequest(FileInfo? EnvFile, bool IsJson, bool IsVerbose, bool MayShowProgress);
