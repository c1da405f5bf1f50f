using FleetTickets.Cli.Programs;
using FleetTickets.Engine.Feed;

namespace FleetTickets.UnitTests.Cli.Programs;

/// <summary>A program's run in this process: what it printed and what it ended with.</summary>
internal sealed record CapturedRun(int ExitCode, string Output, string Errors)
{
    public static Task<CapturedRun> OfLoader(TicketDataset dataset, params string[] args) => Of(() => LoaderProgram.RunAsync(dataset, args));

    public static async Task<CapturedRun> Of(Func<Task<int>> program)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var capturedOutput = new StringWriter();
        using var capturedErrors = new StringWriter();
        Console.SetOut(capturedOutput);
        Console.SetError(capturedErrors);
        try
        {
            return new CapturedRun(await program(), capturedOutput.ToString(), capturedErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
