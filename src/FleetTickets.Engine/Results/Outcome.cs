namespace FleetTickets.Engine.Results;

/// <summary>How a run ended: the word in <c>tickets.import_runs</c> and in notices, and the exit code of the program.</summary>
/// <param name="ExitCode">Null where only the process knows it: 128 and the number of the signal that stopped it.</param>
public sealed record Outcome(string Word, int? ExitCode)
{
    public static Outcome Done { get; } = new("done", Results.ExitCode.Done);

    /// <summary>Done, and something needs attention.</summary>
    public static Outcome Attention { get; } = new("attention", Results.ExitCode.Attention);

    public static Outcome Failed { get; } = new("failed", Results.ExitCode.Failed);

    /// <summary>The files that the operator named cannot be used; nothing was done.</summary>
    public static Outcome Refused { get; } = new("refused", Results.ExitCode.Usage);

    /// <summary>Another run holds the dataset; nothing was done.</summary>
    public static Outcome Busy { get; } = new("busy", Results.ExitCode.Busy);

    public static Outcome Stopped { get; } = new("stopped", null);

    /// <summary>The outcome of work that came to its end.</summary>
    public static Outcome Finished(bool needsAttention) => needsAttention ? Attention : Done;

    /// <summary>The outcome that a program's exit code stands for, as notices name it: wrong usage has failed.</summary>
    public static Outcome FromExitCode(int exitCode) => exitCode switch
    {
        Results.ExitCode.Done => Done,
        Results.ExitCode.Attention => Attention,
        Results.ExitCode.Busy => Busy,
        > Results.ExitCode.SignalBase => Stopped,
        _ => Failed,
    };
}
