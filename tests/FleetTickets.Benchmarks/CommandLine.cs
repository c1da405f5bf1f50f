using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FleetTickets.Benchmarks.ReadSide;

namespace FleetTickets.Benchmarks;

internal static class CommandLine
{
    private const int Done = 0, WrongUsage = 2;

    private static readonly Option<int> Runs = new("--runs")
    {
        HelpName = "N", DefaultValueFactory = _ => 15, Description = "How often each statement is measured, after one run that is not.",
        Validators = { ValidateRuns },
    };

    private static readonly Option<FileInfo> Json = new("--json") { HelpName = "FILE", Description = "Also write the figures and plans to FILE." };

    public static async Task<int> RunAsync(string[] args)
    {
        var readSide = new Command("read-side", "The map and the dashboard at full size, beside the same rows without JSON.") { Runs, Json };
        readSide.SetAction(MeasureReadSideAsync);

        var parsed = new RootCommand("Measures FleetTickets against a PostgreSQL that it brings up; see docs/performance.md.") { readSide }.Parse(args);
        if (parsed.Errors is not [var error, ..] || parsed.Action is not ParseErrorAction)
            return await parsed.InvokeAsync();

        await Console.Error.WriteLineAsync($"error: {error.Message} See --help.");
        return WrongUsage;
    }

    private static async Task<int> MeasureReadSideAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var report = await ReadSideBenchmark.RunAsync(parsed.GetValue(Runs), cancellation);

        await report.WriteTextAsync(Console.Out);
        if (parsed.GetValue(Json) is { } file)
            await report.WriteJsonAsync(file.FullName, cancellation);
        return Done;
    }

    private static void ValidateRuns(OptionResult result)
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var runs) && runs is >= 1 and <= 1000))
            result.AddError($"--runs: '{token.Value}' is not a whole number from 1 to 1000.");
    }
}
