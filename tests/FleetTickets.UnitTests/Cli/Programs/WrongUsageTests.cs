using FleetTickets.Cli.Programs;
using FleetTickets.Cli;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Programs;

/// <summary>Every wrong call is one line on stderr that names the option, and exit code 2.</summary>
[Collection(ProcessWideState.Name)]
public sealed class WrongUsageTests
{
    public static MatrixTheoryData<TicketDataset, (string Arguments, string Problem)> Calls { get; } = new(
        TicketDatasets.All,
        [
            ("", "say what to do: one of --from-bucket, --{type}-csv, --status"),
            ("--apply", "say what to do: one of --from-bucket, --{type}-csv, --status"),
            ("--from-bucket --status", "--from-bucket and --status exclude each other"),
            ("--from-bucket --{type}-csv a.csv", "--from-bucket and --{type}-csv exclude each other"),
            ("--{type}-csv a.csv --status", "--{type}-csv and --status exclude each other"),
            ("--reseed", "say what to do: one of --from-bucket, --{type}-csv, --status"),
            ("--status --reseed", "--reseed only goes with --from-bucket"),
            ("--{type}-csv a.csv --reseed", "--reseed only goes with --from-bucket"),
            ("--status --apply", "--apply only goes with --from-bucket or --{type}-csv"),
            ("--status --max-reject-percent 3", "--max-reject-percent only goes with --from-bucket or --{type}-csv"),
            ("--from-bucket --json", "--json only goes with --status or --files or --rejects or --verify"),
            ("--status --prometheus /no/such/folder/a.prom", "--prometheus /no/such/folder/a.prom: no such folder: /no/such/folder"),
            ("--from-bucket --stalled-after 3", "--stalled-after only goes with --status"),
            ("--from-bucket --max-reject-percent 101", "--max-reject-percent 101: expected a number from 0 to 100"),
            ("--from-bucket --max-reject-percent -1", "--max-reject-percent -1: expected a number from 0 to 100"),
            ("--from-bucket --max-reject-percent NaN", "--max-reject-percent NaN: expected a number from 0 to 100"),
            ("--status --stalled-after -1", "--stalled-after -1: expected a number from 0 to 8760"),
            ("--status --max-unreadable 101", "--max-unreadable 101: expected a number from 0 to 100"),
            ("--status --max-rejects -1", "--max-rejects -1: expected a whole number from 0"),
            ("--status --held-after -1", "--held-after -1: expected a number from 0 to 8760"),
            ("--retry", "--retry takes either keys or --unapplied"),
            ("--retry a.csv --unapplied", "--retry takes either keys or --unapplied"),
            ("--skip a.csv --unapplied", "--unapplied only goes with --retry"),
            ("--files --verify", "--files and --verify exclude each other"),
            ("--rejects --state failed", "--state only goes with --files"),
            ("--files --file a.csv", "--file only goes with --rejects"),
            ("--verify --apply", "--apply only goes with --from-bucket or --{type}-csv or --retry or --skip"),
            ("--{type}-csv no-such-file.csv", "--{type}-csv no-such-file.csv: no such file"),
            ("--from-bucket --env-file no-such-file.env", "--env-file no-such-file.env: no such file"),
        ]);

    public static MatrixTheoryData<TicketDataset, (string Arguments, string Named)> CallsThatTheParserRefuses { get; } = new(
        TicketDatasets.All,
        [
            ("--from-bucket --unknown", "--unknown"),
            ("--stauts", "; did you mean --status?"),
            ("--from-buckt --apply", "; did you mean --from-bucket?"),
            ("--from-bucket --apply=perhaps", "argument '…'"),
            ("--from-bucket stray", "argument '…'"),
            ("--from-bucket @stray", "argument '…'"),
            ("--{type}-csv", "--{type}-csv"),
            ("--{other}-csv a.csv", "--{other}-csv"),
            ("--from-bucket --max-reject-percent many", "--max-reject-percent"),
            ("--from-bucket --max-reject-percent", "--max-reject-percent"),
            ("--status --stalled-after soon", "--stalled-after"),
            ("--files --state odd", "waiting"),
            ("--status --log-format xml", "json"),
            ("--status --env-file", "--env-file"),
        ]);

    [Theory]
    [InlineData("migrate", "postgresql://worker:hunter2@db/tickets")]
    [InlineData("migrate", "--database-url=postgresql://worker:hunter2@db/tickets")]
    [InlineData("migrate", "--database-url:hunter2")]
    [InlineData("migrate", "--dry-run=hunter2")]
    [InlineData("migrate", "-phunter2")]
    [InlineData("migrate", "--hunter2")]
    [InlineData("inc", "--from-bucket", "hunter2")]
    [InlineData("inc", "--status", "--stalled-after", "hunter2")]
    [InlineData("inc", "--files", "--state", "hunter2")]
    [InlineData("inc", "--status", "--log-format=hunter2")]
    [InlineData("inc", "--geocode-limit", "hunter2")]
    [InlineData("inc", "@hunter2")]
    public async Task AWordThatMayBeASecretIsNotRepeated(string program, params string[] words)
    {
        var run = await CapturedRun.Of(() => program == "migrate" ? MigrateProgram.RunAsync(words) : LoaderProgram.RunAsync(TicketDatasets.Inc, words));

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error: ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task AWrongCombinationIsNamed(TicketDataset dataset, (string Arguments, string Problem) call)
    {
        var line = await RefusalAsync(dataset, call.Arguments);

        Assert.Contains(For(dataset, call.Problem), line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CallsThatTheParserRefuses))]
    public async Task WhatIsNoOptionOrNoValueIsNamed(TicketDataset dataset, (string Arguments, string Named) call)
    {
        var line = await RefusalAsync(dataset, call.Arguments);

        Assert.Contains(For(dataset, call.Named), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEnvFileIsQuotedByLineNumberOnly()
    {
        using var folder = new TemporaryDirectory();
        var run = await CapturedRun.OfLoader(TicketDatasets.All[0], "--status", "--env-file", folder.Write("my.env", "# settings\nhunter2\n"));

        Assert.Equal((2, "", "error: my.env, line 2: expected NAME=value. See inc --help.\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public async Task AnEmptyNameIsNoFile(TicketDataset dataset)
    {
        foreach (var option in new[] { dataset.LocalFileOption, "--env-file" })
        {
            var run = await CapturedRun.OfLoader(dataset, "--from-bucket", option, "");
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains(option, run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SeveralProblemsAreALineEach()
    {
        var run = await CapturedRun.Of(() => ProgramFrame.RunAsync("inc", (_, _) => throw new UsageException(["one", "two\u001b"])));

        Assert.Equal((2, "error: one. See inc --help.\nerror: two\\u001b. See inc --help.\n"), (run.ExitCode, run.Errors));
    }

    private static async Task<string> RefusalAsync(TicketDataset dataset, string arguments)
    {
        var run = await CapturedRun.OfLoader(dataset, For(dataset, arguments).Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(arguments.Contains("--json", StringComparison.Ordinal), run.Output.StartsWith("{\"error\":", StringComparison.Ordinal));
        Assert.Matches($"^error: [^\n]*([^.?][.]|[^.][?]) See {dataset.Name} --help\\.\n$", run.Errors);
        return run.Errors;
    }

    private static string For(TicketDataset dataset, string text) => text
        .Replace("{type}", dataset.Name, StringComparison.Ordinal)
        .Replace("{other}", TicketDatasets.All.First(other => other != dataset).Name, StringComparison.Ordinal);
}
