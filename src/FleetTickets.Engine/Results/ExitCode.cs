namespace FleetTickets.Engine.Results;

/// <summary>What the programs end with; docs/operations/troubleshoot.md says what to do for each.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Attention = 3;

    /// <summary>Another run holds the dataset (EX_TEMPFAIL of sysexits.h): nothing was done.</summary>
    public const int Busy = 75;

    /// <summary>By a shell's convention a program stopped by signal n ends with 128 + n.</summary>
    public const int SignalBase = 128;
}
