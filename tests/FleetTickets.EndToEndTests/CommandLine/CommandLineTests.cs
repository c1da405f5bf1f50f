using System.Text.Json;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>What the programs answer before, and beside, their work.</summary>
public sealed class CommandLineTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    public static TheoryData<string, string, string> WrongUsage { get; } = new()
    {
        { Programs.Inc, "", "say what to do" },
        { Programs.Inc, "--apply", "say what to do" },
        { Programs.Inc, "--reseed", "say what to do" },
        { Programs.Inc, "--from-bucket --status", "--from-bucket and --status exclude each other" },
        { Programs.Inc, "--status --reseed", "--reseed only goes with --from-bucket" },
        { Programs.Inc, "--status --apply", "--apply only goes with" },
        { Programs.Inc, "--from-bucket --prometheus a.prom", "--prometheus only goes with --status" },
        { Programs.Inc, "--from-bucket --max-reject-percent 101", "--max-reject-percent" },
        { Programs.Inc, "--inc-csv no-such-file.csv", "--inc-csv no-such-file.csv: no such file" },
        { Programs.Inc, "--inc-csv", "--inc-csv" },
        { Programs.Inc, "--crq-csv some.csv", "--crq-csv" },
        { Programs.Inc, "--status --log-format xml", "json" },
        { Programs.Inc, "--status --env-file no-such-file", "--env-file no-such-file: no such file" },
        { Programs.Inc, "--unknown", "--unknown" },
        { Programs.Inc, "stray", "argument '…'" },
        { Programs.Inc, "--status", "DATABASE_URL is not set" },
        { Programs.Crq, "", "say what to do" },
        { Programs.Crq, "--inc-csv some.csv", "--inc-csv" },
        { Programs.Crq, "--from-bucket --crq-csv some.csv", "--from-bucket and --crq-csv exclude each other" },
        { Programs.Migrate, "--apply", "--apply" },
        { Programs.Migrate, "stray", "argument '…'" },
        { Programs.Migrate, "--dry-run", "DATABASE_URL is not set" },
    };

    [Theory]
    [MemberData(nameof(WrongUsage))]
    public async Task WrongUsageIsOneLine(string program, string arguments, string problem)
    {
        // A bucket that needs no settings, so that DATABASE_URL is all that can be missing.
        var environment = new Dictionary<string, string> { ["TICKETS_BUCKET"] = "file:///" };
        await using var running = RunningProgram.Start(
            program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), environment, Path.GetTempPath());

        var outcome = (await running.EndAsync()).Expect(2);

        Assert.Equal("", outcome.Output);
        var line = Assert.Single(outcome.ErrorLines);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.EndsWith($"See {program} --help.", line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Programs.Inc)]
    [InlineData(Programs.Crq)]
    [InlineData(Programs.Migrate)]
    public async Task HelpIsTheApprovedText(string program)
    {
        await using var running = RunningProgram.Start(program, ["--help"], new Dictionary<string, string>(), Path.GetTempPath());

        var outcome = (await running.EndAsync()).Expect(0);

        Assert.Equal((await ApprovedAsync($"help-{program}"), ""), (outcome.Output, outcome.Errors));
    }

    [Theory]
    [InlineData(Programs.Inc)]
    [InlineData(Programs.Crq)]
    [InlineData(Programs.Migrate)]
    public async Task TheVersionIsOneLine(string program)
    {
        await using var running = RunningProgram.Start(program, ["--version"], new Dictionary<string, string>(), Path.GetTempPath());

        var outcome = (await running.EndAsync()).Expect(0);

        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", outcome.Output);
        Assert.Equal("", outcome.Errors);
    }

    [Fact]
    public async Task TheSummaryIsTheResultAndTheLogIsBesideIt()
    {
        await using var bench = await BenchWithFeedAsync();

        var run = (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Equal(
            """
            inc: done
              files      found 2  applied 2  late 0  failed 0
            """.Split('\n'),
            run.Output.Split('\n')[..2]);
        Assert.Equal(2, run.ErrorLines.Count(line => line.Contains(" info  Applied automations/inc/changes/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AJsonLogIsOneObjectALine()
    {
        await using var bench = await BenchWithFeedAsync();

        var run = (await bench.DrainAsync(Dataset, "--log-format", "json", "--verbose")).Expect(0);

        var files = new List<string>();
        foreach (var line in run.ErrorLines)
        {
            using var logged = JsonDocument.Parse(line);
            if (logged.RootElement.TryGetProperty("File", out var file))
                files.Add(file.GetString()!);
        }
        Assert.Equal((await bench.Bucket.NamesAsync(Dataset.ProcessedFolder)).Select(name => Dataset.ChangesFolder + name), files.Distinct());
    }

    [Fact]
    public async Task AnEnvFileIsReadAndTheEnvironmentWins()
    {
        await using var bench = await BenchWithFeedAsync();
        var settings = Path.Combine(bench.WorkingDirectory, "settings");
        await File.WriteAllTextAsync(
            settings, $"DATABASE_URL={bench.Environment["DATABASE_URL"]}\nTICKETS_BUCKET=file:///no/such/directory\n", TestContext.Current.CancellationToken);
        bench.Environment.Remove("DATABASE_URL");

        (await bench.DrainAsync(Dataset, "--env-file", settings)).Expect(0);
    }

    [Fact]
    public async Task ADotEnvIsFoundInAFolderAboveButNotAboveTheSolution()
    {
        await using var bench = await BenchWithFeedAsync();
        await File.WriteAllTextAsync(
            Path.Combine(bench.WorkingDirectory, ".env"), $"DATABASE_URL={bench.Environment["DATABASE_URL"]}\n", TestContext.Current.CancellationToken);
        bench.Environment.Remove("DATABASE_URL");
        var below = Directory.CreateDirectory(Path.Combine(bench.WorkingDirectory, "solution", "src")).FullName;

        await using (var found = RunningProgram.Start(Programs.Migrate, ["--dry-run"], bench.Environment, below))
            (await found.EndAsync()).Expect(0);

        await File.WriteAllTextAsync(Path.Combine(below, "..", "FleetTickets.sln"), "", TestContext.Current.CancellationToken);
        await using var notFound = RunningProgram.Start(Programs.Migrate, ["--dry-run"], bench.Environment, below);
        (await notFound.EndAsync()).Expect(2);
    }

    private async Task<Workbench> BenchWithFeedAsync()
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "50", "--files", "2", "--no-bad-records");
        await bench.Feed.DeliverAsync(Dataset);
        return bench;
    }

    private static Task<string> ApprovedAsync(string name) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Approved", $"{name}.txt"), TestContext.Current.CancellationToken);
}
