using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using FleetTickets.Benchmarks.Growth;
using FleetTickets.Benchmarks.Load;
using FleetTickets.Benchmarks.ReadSide;
using FleetTickets.Benchmarks.Stages;
using FleetTickets.Benchmarks.TakeOver;

namespace FleetTickets.Benchmarks;

internal static class CommandLine
{
    private const int Done = 0, WrongUsage = 2;

    private static readonly Option<int> Runs = Number("--runs", 15, 1000, "How often each statement is measured, after one run that is not.");
    private static readonly Option<int> Loads = Number("--runs", 3, 1000, "How often each load is measured.");
    private static readonly Option<int> Rows = Number("--rows", 114_000, 1_000_000, "Tickets in the table.", fewest: 500);
    private static readonly Option<int> Files = Number("--files", 2_000, 10_000, "Small files in the case of many.");
    private static readonly Option<int> LargeRows = Number("--large-rows", 1_000_000, 10_000_000, "Records of the one large file.");

    private static readonly Option<string> Case = new("--case")
    {
        HelpName = "TEXT", Description = "Only the cases with TEXT in their names, and the first baseline, of which the others are parts.",
    };

    private static readonly Option<int[]> Sizes = new("--sizes")
    {
        HelpName = "N…",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [10_000, 100_000, 1_000_000],
        Description = "Tickets in the table, one size after the other.",
    };

    private static readonly Option<int[]> Locations = new("--locations")
    {
        HelpName = "N…",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [5_970, 33_473, 59_700, 334_730],
        Description = "Precise locations that the other program has, one count after the other.",
    };

    private static readonly Option<FileInfo> Json = new("--json") { HelpName = "FILE", Description = "Also write the figures and plans to FILE." };

    public static async Task<int> RunAsync(string[] args)
    {
        var readSide = new Command("read-side", "The map and the dashboard at full size, beside the same rows without JSON.") { Runs, Json };
        readSide.SetAction(MeasureReadSideAsync);

        var load = new Command("load", "Loads of every kind by the program, beside the same loads by psql.") { Loads, Rows, Files, LargeRows, Case, Json };
        load.SetAction(MeasureLoadAsync);

        var growth = new Command("growth", "A delta, and a run with nothing new, while the tables grow.") { Runs, Sizes, Json };
        growth.SetAction(MeasureGrowthAsync);

        var stages = new Command("stages", "The stages that need no server, record by record, with what they allocate.");
        stages.SetAction(_ => StageBenchmarks.Run());

        var takeOver = new Command("take-over", "A take-over at full size while others read, and one that is stopped in the middle.") { Locations, Json };
        takeOver.SetAction(MeasureTakeOverAsync);

        var root = new RootCommand("Measures FleetTickets against a PostgreSQL that it brings up; see docs/performance.md.")
        {
            readSide, load, growth, stages, takeOver,
        };
        var parsed = root.Parse(args);
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
            await JsonFile.WriteAsync(file.FullName, report, cancellation);
        return Done;
    }

    private static async Task<int> MeasureLoadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new LoadOptions(
            parsed.GetValue(Loads), parsed.GetValue(Rows), parsed.GetValue(Files), parsed.GetValue(LargeRows), parsed.GetValue(Case));
        var report = await LoadBenchmark.RunAsync(options, cancellation);

        await report.WriteTextAsync(Console.Out);
        if (parsed.GetValue(Json) is { } file)
            await JsonFile.WriteAsync(file.FullName, report, cancellation);
        return Done;
    }

    private static async Task<int> MeasureGrowthAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var report = await GrowthBenchmark.RunAsync(parsed.GetValue(Runs), parsed.GetValue(Sizes)!, cancellation);

        await report.WriteTextAsync(Console.Out);
        if (parsed.GetValue(Json) is { } file)
            await JsonFile.WriteAsync(file.FullName, report, cancellation);
        return Done;
    }

    private static async Task<int> MeasureTakeOverAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var report = await TakeOverBenchmark.RunAsync(parsed.GetValue(Locations)!, cancellation);

        await report.WriteTextAsync(Console.Out);
        if (parsed.GetValue(Json) is { } file)
            await JsonFile.WriteAsync(file.FullName, report, cancellation);
        return Done;
    }

    private static Option<int> Number(string name, int value, int most, string description, int fewest = 1) => new(name)
    {
        HelpName = "N", DefaultValueFactory = _ => value, Description = description, Validators = { result => Validate(result, name, fewest, most) },
    };

    private static void Validate(OptionResult result, string name, int fewest, int most)
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= fewest && number <= most))
            result.AddError($"{name}: '{token.Value}' is not a whole number from {fewest} to {most}.");
    }
}
