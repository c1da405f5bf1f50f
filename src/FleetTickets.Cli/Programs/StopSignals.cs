using System.Runtime.InteropServices;
using Serilog;

namespace FleetTickets.Cli.Programs;

/// <summary>
/// SIGTERM and SIGINT end the run after its current file is committed or rolled back. A second signal, or some seconds without an end,
/// stop the process at once: the server then rolls back what is open.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // Ten seconds are promised; the process needs some of them to end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        Register(PosixSignal.SIGTERM, number: 15);
        Register(PosixSignal.SIGINT, number: 2);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>128 + the signal's number, once one has come.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Register(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (ExitCode is not null)
            Environment.Exit(Engine.Results.ExitCode.SignalBase + number);
        ExitCode = Engine.Results.ExitCode.SignalBase + number;
        Log.Warning("Stopping: the file at hand is finished or rolled back; a second signal stops at once");
        _ = ExitWhenLateAsync(ExitCode.Value);
        _stop.Cancel();
    }));

    private static async Task ExitWhenLateAsync(int exitCode)
    {
        await Task.Delay(Patience);
        Environment.Exit(exitCode);
    }
}
