using FleetTickets.Cli.Commands;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Runs;
using Serilog.Core;
using Serilog.Formatting;
using Spectre.Console;

namespace FleetTickets.Cli.Output;

/// <summary>A person's terminal, on which a progress bar and log lines share stderr.</summary>
internal sealed class Terminal
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(StandardStreams.DrawnError) });

    /// <summary>Null where nobody would see a bar: redirected output, JSON events, or the user said so.</summary>
    public static Terminal? ForProgress(CommonRequest request) =>
        request.MayShowProgress && !request.IsJson && !Console.IsErrorRedirected ? new Terminal() : null;

    public ILogEventSink Sink(ITextFormatter format) => new TerminalSink(_console, format);

    /// <summary>Shows a bar while <paramref name="work"/> runs.</summary>
    public Task<T> ShowProgressAsync<T>(Func<IRunProgress, Task<T>> work) => 
        ShowBarsAsync([new TaskDescriptionColumn(), Bar(20), new PercentageColumn(), new RemainingTimeColumn()], context => work(new TerminalProgress(context)));

    /// <inheritdoc cref="ShowProgressAsync{T}(Func{IRunProgress, Task{T}})"/>
    public Task<T> ShowProgressAsync<T>(Func<IGeocodeProgress, Task<T>> work) => 
        ShowBarsAsync(
            [new TaskDescriptionColumn(), new ColumnOfBars(Bar(12)), new ColumnOfBars(new RemainingTimeColumn())],
            context => work(new GeocodeTerminalProgress(context)));

    private static ProgressBarColumn Bar(int width) => new() { Width = width };

    private Task<T> ShowBarsAsync<T>(ProgressColumn[] columns, Func<ProgressContext, Task<T>> work) =>
        _console.Progress().AutoClear(true).Columns(columns).StartAsync(work);
}
