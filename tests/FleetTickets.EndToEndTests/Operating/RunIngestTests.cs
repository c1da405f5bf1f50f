using System.Diagnostics;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

public sealed class RunIngestTests : IDisposable
{
    private const int Hanging = 60_000;

    private readonly IngestSandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task EveryLineCarriesItsTypeAndStaysOnItsStream()
    {
        _sandbox.Inc("echo loaded; echo '  and  more\\n'; printf 'no line end'");
        _sandbox.Crq("echo careful >&2");

        var run = await _sandbox.RunAsync();

        Assert.Equal("inc | loaded\ninc |   and  more\\n\ninc | no line end\n", run.Output);
        Assert.Equal("crq | careful\n", run.Errors);
    }

    [Fact]
    public async Task BothProgramsDrainTheBucketAndLookForNoOtherSettings()
    {
        _sandbox.Both("echo \"$*\"");

        var run = await _sandbox.RunAsync();

        Assert.Equal(
            ["crq | --from-bucket --apply --env-file /dev/null", "inc | --from-bucket --apply --env-file /dev/null"],
            run.OutputLines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(75, 0, 0)]
    [InlineData(75, 75, 0)]
    [InlineData(75, 3, 3)]
    [InlineData(3, 0, 3)]
    [InlineData(3, 2, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 130, 130)]
    [InlineData(130, 143, 143)]
    [InlineData(3, 134, 1)] // a crash is a failure like any other
    [InlineData(2, 137, 1)]
    public async Task TheExitCodeIsTheFirstThatAPersonWouldWantToKnow(int one, int other, int expected)
    {
        foreach (var (inc, crq) in new[] { (one, other), (other, one) })
        {
            _sandbox.Inc($"exit {inc}");
            _sandbox.Crq($"exit {crq}");

            Assert.Equal(expected, (await _sandbox.RunAsync()).ExitCode);
        }
    }

    [Fact(Timeout = Hanging)]
    public async Task AFailureOfOneDoesNotStopTheOther()
    {
        // The pipe reads as ended once inc, its only writer, is gone.
        _sandbox.Inc("exec 3>held; exit 1");
        _sandbox.Crq("cat held; echo finished");
        await RunToolAsync("mkfifo", [_sandbox.PathOf("held")], TestContext.Current.CancellationToken);

        var run = await _sandbox.RunAsync();

        Assert.Equal((1, "crq | finished\n"), (run.ExitCode, run.Output));
    }

    [Theory(Timeout = Hanging)]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task ASignalReachesBothProgramsAndTheyMayFinish(string signal, int exitCode)
    {
        _sandbox.Both($"trap 'echo finishing; exit {exitCode}' {signal}; exec 3<>silent; echo ready; read -r <&3");
        var cancellation = TestContext.Current.CancellationToken;
        await RunToolAsync("mkfifo", [_sandbox.PathOf("silent")], cancellation);
        using var script = _sandbox.Start([]);
        string?[] ready = [await script.StandardOutput.ReadLineAsync(cancellation), await script.StandardOutput.ReadLineAsync(cancellation)];
        Assert.Equal(["crq | ready", "inc | ready"], ready.Order(StringComparer.Ordinal));

        await RunToolAsync("kill", ["-s", signal, $"{script.Id}"], cancellation);

        var run = await IngestOutcome.OfAsync(script);
        Assert.Equal(["crq | finishing", "inc | finishing"], run.OutputLines.Order(StringComparer.Ordinal));
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact]
    public async Task WithAKeyTheClustersAreGeocodedAfterBothDrains()
    {
        _sandbox.Both("echo \"$1\"; case $1 in --geocode-clusters) cat drained-*; echo \"$*\" >&2 ;; *) echo drained >drained-$$ ;; esac");

        var run = await _sandbox.RunAsync([], ("GEOCODER_API_KEY", "pk.something"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["crq | --from-bucket", "inc | --from-bucket"], run.OutputLines[..2].Order(StringComparer.Ordinal));
        Assert.Equal(["geocode | --geocode-clusters", "geocode | drained", "geocode | drained"], run.OutputLines[2..]);
        Assert.Equal("geocode | --geocode-clusters --apply --env-file /dev/null\n", run.Errors);
    }

    [Fact]
    public async Task TheKeyMayStandInTheEnvFile()
    {
        _sandbox.Both("echo \"$1\"");
        _sandbox.EnvFile("GEOCODER_API_KEY=pk.something\n");

        Assert.Equal("geocode | --geocode-clusters", (await _sandbox.RunAsync()).OutputLines[^1]);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 0, 75, 0)]
    [InlineData(3, 0, 1, 1)]
    [InlineData(1, 2, 3, 1)]
    [InlineData(75, 0, 2, 2)]
    public async Task TheGeocodersExitCodeJoinsTheOthers(int inc, int crq, int geocode, int expected)
    {
        _sandbox.Inc($"[ $1 = --geocode-clusters ] && exit {geocode}; exit {inc}");
        _sandbox.Crq($"exit {crq}");

        Assert.Equal(expected, (await _sandbox.RunAsync([], ("GEOCODER_API_KEY", "pk.something"))).ExitCode);
    }

    [Fact]
    public async Task AnEmptyKeyIsNone()
    {
        _sandbox.Both("echo \"$1\"");

        var run = await _sandbox.RunAsync([], ("GEOCODER_API_KEY", ""));

        Assert.Equal(["crq | --from-bucket", "inc | --from-bucket"], run.OutputLines.Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Hanging)]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task ASignalReachesTheGeocoderToo(string signal, int exitCode)
    {
        _sandbox.Inc($"[ $1 = --from-bucket ] && exit; trap 'echo finishing; exit {exitCode}' {signal}; exec 3<>silent; echo ready; read -r <&3");
        _sandbox.Crq("");
        var cancellation = TestContext.Current.CancellationToken;
        await RunToolAsync("mkfifo", [_sandbox.PathOf("silent")], cancellation);
        using var script = _sandbox.Start([], ("GEOCODER_API_KEY", "pk.something"));
        Assert.Equal("geocode | ready", await script.StandardOutput.ReadLineAsync(cancellation));

        await RunToolAsync("kill", ["-s", signal, $"{script.Id}"], cancellation);

        var run = await IngestOutcome.OfAsync(script);
        Assert.Equal((exitCode, "geocode | finishing\n"), (run.ExitCode, run.Output));
    }

    [Fact(Timeout = Hanging)]
    public async Task AfterASignalTheGeocoderIsNotStarted()
    {
        // The drains end well all the same: a signal may come when they are as good as done.
        _sandbox.Both("[ $1 = --from-bucket ] || { echo started; exit; }; trap 'exit 0' TERM; exec 3<>silent; echo ready; read -r <&3");
        var cancellation = TestContext.Current.CancellationToken;
        await RunToolAsync("mkfifo", [_sandbox.PathOf("silent")], cancellation);
        using var script = _sandbox.Start([], ("GEOCODER_API_KEY", "pk.something"));
        await script.StandardOutput.ReadLineAsync(cancellation);
        await script.StandardOutput.ReadLineAsync(cancellation);

        await RunToolAsync("kill", ["-s", "TERM", $"{script.Id}"], cancellation);

        Assert.Equal((0, ""), await IngestOutcome.OfAsync(script) is var run ? (run.ExitCode, run.Output) : default);
    }

    [Theory]
    [InlineData(143)]
    [InlineData(130)]
    public async Task AfterAProgramThatWasStoppedByItselfTheGeocoderIsNotStarted(int stopped)
    {
        _sandbox.Inc("[ $1 = --from-bucket ] || echo started");
        _sandbox.Crq($"exit {stopped}");

        var run = await _sandbox.RunAsync([], ("GEOCODER_API_KEY", "pk.something"));

        Assert.Equal((stopped, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task TheDemoBringsItsPlacesAndNeitherAsksAGeocoderNorTellsAnybody()
    {
        foreach (var program in new[] { "inc", "crq", "migrate", "sample-feed" })
            _sandbox.Write($"publish/{program}", $"echo \"{program} $1 ${{GEOCODER_API_KEY-no key}}${{NOTIFY_URL-}}\" >>calls");

        var run = await _sandbox.RunAsync(
            ["--demo"], ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"), ("GEOCODER_API_KEY", "pk.something"), ("NOTIFY_URL", "https://example.org"));

        Assert.Equal(0, run.ExitCode);
        var calls = await File.ReadAllLinesAsync(_sandbox.PathOf("calls"), TestContext.Current.CancellationToken);
        Assert.Equal(["migrate --env-file no key", "inc --import-gazetteer no key", "sample-feed --out no key"], calls[..3]);
        Assert.Equal(["crq --from-bucket no key", "inc --from-bucket no key"], calls[3..5].Order(StringComparer.Ordinal));
        Assert.Equal(["inc --status no key"], calls[5..]);
    }

    [Fact]
    public async Task TheEnvFileIsReadAsDataAndNeverExecuted()
    {
        _sandbox.Inc("printf '%s\\n' \"$DATABASE_URL\" \"$TICKETS_BUCKET\" \"$RUSTFS_SECRET_KEY\" \"$RUSTFS_ENDPOINT\"");
        _sandbox.Crq("");
        _sandbox.EnvFile(
            """
            # the database
              DATABASE_URL = "postgresql://app:p#w=d@host/db?sslmode=verify-full"

            export TICKETS_BUCKET=$(touch executed)`touch executed`
            RUSTFS_SECRET_KEY=first
            RUSTFS_SECRET_KEY='a "b" $HOME \n'
            """ + "\r\nRUSTFS_ENDPOINT=no line end");

        var run = await _sandbox.RunAsync();

        Assert.Equal(
            [
                "inc | postgresql://app:p#w=d@host/db?sslmode=verify-full",
                "inc | $(touch executed)`touch executed`",
                "inc | a \"b\" $HOME \\n",
                "inc | no line end",
            ],
            run.OutputLines);
        Assert.False(File.Exists(_sandbox.PathOf("executed")));
    }

    [Theory]
    [InlineData("from the environment")]
    [InlineData("")]
    public async Task AVariableThatIsAlreadySetStays(string value)
    {
        _sandbox.Inc("echo \"[$RUSTFS_REGION]\"");
        _sandbox.Crq("");
        _sandbox.EnvFile("RUSTFS_REGION=from the file\n");

        var run = await _sandbox.RunAsync([], ("RUSTFS_REGION", value));

        Assert.Equal($"inc | [{value}]\n", run.Output);
    }

    [Fact]
    public async Task AByteOrderMarkBeforeTheFirstLineIsNoPartOfIt()
    {
        _sandbox.Inc("echo \"[$TICKETS_BUCKET][$RUSTFS_REGION]\"");
        _sandbox.Crq("");
        _sandbox.EnvFile("\uFEFFexport TICKETS_BUCKET='a bucket'\r\nRUSTFS_REGION=eu\r\n");

        var run = await _sandbox.RunAsync();

        Assert.Equal((0, "inc | [a bucket][eu]\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task ABrokenEnvLineIsNamedAndNotShown()
    {
        _sandbox.Both("echo started");
        _sandbox.EnvFile("TICKETS_BUCKET=isptickets\nRUSTFS_SECRET_KEY: hush\n");

        var run = await _sandbox.RunAsync();

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"run_ingest.sh: {_sandbox.PathOf(".env")}:2: expected NAME=value, a comment or an empty line\n", run.Errors);
    }

    [Fact]
    public async Task AnEnvFileThatOthersMayWriteToIsNotRead()
    {
        _sandbox.Both("echo started");
        _sandbox.EnvFile("RUSTFS_ENDPOINT=http://elsewhere\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        var run = await _sandbox.RunAsync();

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(
            $"run_ingest.sh: {_sandbox.PathOf(".env")} is not read: other users may write to it; chmod 600 it, if what it says is right\n", run.Errors);
    }

    [Fact]
    public async Task AnEnvFileThatOthersMayReadIsReadWithAWarning()
    {
        _sandbox.Inc("echo \"[$RUSTFS_REGION]\"");
        _sandbox.Crq("");
        _sandbox.EnvFile("RUSTFS_REGION=here\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var run = await _sandbox.RunAsync();

        Assert.Equal("inc | [here]\n", run.Output);
        Assert.Equal($"run_ingest.sh: every user of this machine may read {_sandbox.PathOf(".env")}, which may hold secrets; chmod 600 it\n", run.Errors);
    }

    [Fact]
    public async Task ProgramsOnThePathServeWhereThereAreNoSources()
    {
        _sandbox.Write("bin/inc", "echo here");
        _sandbox.Write("bin/crq", "echo here");

        var run = await _sandbox.RunAsync([], ("PATH", $"{_sandbox.PathOf("bin")}:/usr/bin:/bin"));

        Assert.Equal(["crq | here", "inc | here"], run.OutputLines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("run_ingest.sh: unknown option --apply; see --help", "--apply")]
    [InlineData("run_ingest.sh: one option at most, found 2: --demo --help; see --help", "--demo", "--help")]
    public async Task WrongUsageIsOneLine(string message, params string[] arguments)
    {
        var run = await _sandbox.RunAsync(arguments);

        Assert.Equal(new IngestOutcome(2, "", message + "\n"), run);
    }

    [Theory]
    [InlineData("--demo")]
    [InlineData("--demo-stop")]
    public async Task TheDemoLeavesADirectoryAloneThatIsNotItsOwn(string option)
    {
        Directory.CreateDirectory(_sandbox.PathOf(".demo"));
        await File.WriteAllTextAsync(_sandbox.PathOf(".demo/somebody's"), "work", TestContext.Current.CancellationToken);

        var run = await _sandbox.RunAsync([option]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not made by --demo", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(_sandbox.PathOf(".demo/somebody's")));
    }

    private static async Task RunToolAsync(string tool, string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(tool, arguments);
        await process.WaitForExitAsync(cancellation);
        Assert.Equal(0, process.ExitCode);
    }
}
