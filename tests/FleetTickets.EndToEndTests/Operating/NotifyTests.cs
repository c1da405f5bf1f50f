using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>NOTIFY_URL: one POST for each run that is not fine, and nothing that could harm the run.</summary>
public sealed class NotifyTests(SharedPostgres postgres, SharedS3 s3) : IAsyncDisposable
{
    private const string Customer = "Wanjiku wa Kamau";

    private readonly WebhookServer _server = new();

    public static TheoryData<string> Datasets => [.. TicketDatasets.All.Select(dataset => dataset.Name)];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task OfARunThatIsFineNobodyIsTold(string name)
    {
        var dataset = Dataset(name);
        await using var bench = await BenchAsync();
        await PutAsync(bench, dataset, minutesAgo: 5, Record("A"));

        (await bench.DrainAsync(dataset)).Expect(0);
        (await bench.DrainAsync(dataset)).Expect(0);

        Assert.Empty(_server.Posts);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task AStdoutThatTakesNoMoreChangesTheExitCodeAndNothingElse(string format)
    {
        var dataset = TicketDatasets.Inc;
        await using var bench = await BenchAsync();
        await PutAsync(bench, dataset, minutesAgo: 5, Record("A"));

        await LoadAsync(expected: 1);
        Assert.Equal("done", await bench.ValueAsync<string>("select outcome from tickets.import_runs"));

        await PutAsync(bench, dataset, minutesAgo: 3, Record("B"), Record(""));
        await LoadAsync(expected: 1);
        Assert.Single(_server.Posts);
        Assert.Equal(2L, await bench.ValueAsync<long>($"select count(*) from {dataset.Table}"));

        async Task LoadAsync(int expected)
        {
            await using var run = RunningProgram.Start(
                dataset.Name, ["--from-bucket", "--apply", "--log-format", format], bench.Environment, bench.WorkingDirectory, "sh", "-c", "exec \"$@\" >/dev/full", "sh");
            (await run.EndAsync()).Expect(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ARunThatNeedsALookIsOnePostWithWhatItFoundAndNothingOfATicket(string name)
    {
        var dataset = Dataset(name);
        await using var bench = await BenchAsync();
        await PutAsync(bench, dataset, minutesAgo: 5, Record("A"), Record(""));

        (await bench.DrainAsync(dataset)).Expect(3);

        var post = Assert.Single(_server.Posts);
        Assert.Equal($"POST /hooks/{_server.Token}?key={_server.Token} HTTP/1.1", post.Line);
        Assert.StartsWith("application/json", post.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.DoesNotContain(Customer, post.Body, StringComparison.Ordinal);
        using var notice = JsonDocument.Parse(post.Body);
        var root = notice.RootElement;
        Assert.Equal(("run", name, "from-bucket", "attention", 3), (
            root.GetProperty("event").GetString(), root.GetProperty("program").GetString(), root.GetProperty("mode").GetString(),
            root.GetProperty("outcome").GetString(), root.GetProperty("exit_code").GetInt32()));
        var finding = Assert.Single(root.GetProperty("findings").EnumerateArray());
        Assert.Equal("record_rejected", finding.GetProperty("kind").GetString());
        var file = Assert.Single(finding.GetProperty("files").EnumerateArray());
        Assert.StartsWith(dataset.ChangesFolder, file.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Equal("1 of 2 records", file.GetProperty("reason").GetString());
        Assert.Equal((2, 1, 1), (
            root.GetProperty("rows").GetProperty("read").GetInt32(), root.GetProperty("rows").GetProperty("rejected").GetInt32(),
            root.GetProperty("rows").GetProperty("inserted").GetInt32()));
        Assert.Equal(await bench.ValueAsync<long>("select run_id from tickets.import_runs"), root.GetProperty("run_id").GetInt64());
    }

    [Fact]
    public async Task AStalledFeedIsToldThoughTheRunEndsWell()
    {
        await using var bench = await BenchAsync();
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 60 * 24 * 3, Record("A"));

        var run = (await bench.DrainAsync(TicketDatasets.Inc)).Expect(0);

        Assert.Contains("! the feed has stalled: ", run.Output, StringComparison.Ordinal);
        using var notice = JsonDocument.Parse(Assert.Single(_server.Posts).Body);
        Assert.Equal("done", notice.RootElement.GetProperty("outcome").GetString());
        Assert.Contains("the feed has stalled", notice.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);

        (await bench.DrainAsync(TicketDatasets.Inc)).Expect(0);
        Assert.Single(_server.Posts);

        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record("B"));
        (await bench.DrainAsync(TicketDatasets.Inc)).Expect(0);
        using var over = JsonDocument.Parse(_server.Posts[^1].Body);
        Assert.Equal((2, "feed_stalled"), (_server.Posts.Count, Assert.Single(over.RootElement.GetProperty("ended").EnumerateArray()).GetProperty("kind").GetString()));
    }

    public static TheoryData<string, string, string, int> Failures { get; } = new()
    {
        { "DATABASE_URL", "postgresql://app:hush-hush@127.0.0.1:1/tickets", "the database cannot be reached: Failed to connect to 127.0.0.1:1", 1 },
        { "DATABASE_URL", "", "DATABASE_URL is not set", 2 },
        { "TICKETS_BUCKET", "file:///no/such/directory", "no such directory", 1 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AFailureIsToldWhateverIsMissing(string variable, string value, string error, int exitCode)
    {
        await using var bench = await BenchAsync();
        bench.Environment[variable] = value;

        (await bench.DrainAsync(TicketDatasets.Inc)).Expect(exitCode);

        var post = Assert.Single(_server.Posts);
        Assert.DoesNotContain("hush-hush", post.Body, StringComparison.Ordinal);
        using var notice = JsonDocument.Parse(post.Body);
        Assert.Equal(("failed", exitCode), (notice.RootElement.GetProperty("outcome").GetString(), notice.RootElement.GetProperty("exit_code").GetInt32()));
        Assert.Contains(error, notice.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheDatabaseSaysOfAValueStaysInTheHouse()
    {
        await using var bench = await BenchAsync();
        await bench.RowsAsync(
            $"""
            alter table {TicketDatasets.Inc.Table} add constraint no_such_customer check (raw->>'location_name' <> '{Customer}')
            """);
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record("A"));

        (await bench.DrainAsync(TicketDatasets.Inc)).Expect(1);

        var post = Assert.Single(_server.Posts);
        Assert.Contains("the database refused (SQLSTATE 23514); the log says more", post.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMigrationThatFailsIsToldAndAPlanIsNot()
    {
        await using var bench = await BenchAsync();
        bench.Environment["DATABASE_URL"] = "postgresql://app:hush-hush@127.0.0.1:1/tickets";

        (await bench.RunAsync(Programs.Migrate, "--dry-run")).Expect(1);
        Assert.Empty(_server.Posts);
        (await bench.RunAsync(Programs.Migrate)).Expect(1);
        Assert.Contains("\"program\":\"migrate\"", Assert.Single(_server.Posts).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQuestionARehearsalAndABusyTypeAreNoAlarm()
    {
        await using var bench = await BenchAsync();
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record(""));

        (await bench.RunAsync(Programs.Inc, "--from-bucket")).Expect(3);
        await using (var holder = bench.StartWithFault("after-list:hold", Programs.Inc, "--from-bucket", "--apply"))
        {
            await holder.WaitForLineAsync("Fault at ");
            (await bench.DrainAsync(TicketDatasets.Inc)).Expect(75);
            await holder.SignalAsync("TERM");
            (await holder.EndAsync()).Expect(143);
        }
        Assert.Empty(_server.Posts);
    }

    [Fact]
    public async Task AServerThatFailsIsAskedThreeTimesAndTheRunEndsAsItWould()
    {
        await using var failing = new WebhookServer(new ScriptedResponse(503, "later"), new ScriptedResponse(500, "no"));
        await using var bench = await BenchAsync(failing.Url);
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record(""));

        var run = (await bench.DrainAsync(TicketDatasets.Inc, "--verbose")).Expect(3);

        Assert.Equal(3, failing.Posts.Count);
        Assert.Single(failing.Posts.Select(post => post.Body).Distinct());
        Assert.Contains(" warn  The notice of this run was not delivered: NOTIFY_URL answers 500", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(failing.Token, run.Errors + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    public async Task AServerThatDoesNotTakeItIsAskedOnce(int status)
    {
        await using var elsewhere = new WebhookServer();
        await using var refusing = new WebhookServer(new ScriptedResponse(status, "", $"Location: {elsewhere.Url}"));
        await using var bench = await BenchAsync(refusing.Url);
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record(""));

        var run = (await bench.DrainAsync(TicketDatasets.Inc)).Expect(3);

        Assert.Single(refusing.Posts);
        Assert.Empty(elsewhere.Posts);
        Assert.Contains($"NOTIFY_URL answers {status}", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatNeverAnswersHoldsTheRunUpForSecondsOnly()
    {
        await using var silent = new WebhookServer(ScriptedResponse.Never);
        await using var bench = await BenchAsync(silent.Url);
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record(""));

        await using var running = bench.Start(Programs.Inc, "--from-bucket", "--apply");
        await running.WaitForLineAsync("Applied ");
        var sinceApplied = Stopwatch.StartNew();
        var run = (await running.EndAsync()).Expect(3);

        Assert.Contains("NOTIFY_URL does not answer within 4 s", run.Errors, StringComparison.Ordinal);
        // 15 s are promised; the rest is the end of the run, on a busy machine.
        Assert.InRange(sinceApplied.Elapsed.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/hooks/hush-hush", "NOTIFY_URL cannot be reached: ConnectionError")]
    [InlineData("http://no-such-host.invalid/hooks/hush-hush", "NOTIFY_URL cannot be reached: NameResolutionError")]
    public async Task AServerThatIsNotThereIsAWarningThatDoesNotNameIt(string url, string warning)
    {
        await using var bench = await BenchAsync(url);
        bench.Environment["TICKETS_BUCKET"] = "file:///no/such/directory";

        var run = (await bench.DrainAsync(TicketDatasets.Inc, "--verbose")).Expect(1);

        Assert.Contains(warning, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hooks.example.org/hush-hush")]
    [InlineData("ftp://hooks.example.org/hush-hush")]
    [InlineData("https://user:hush-hush@hooks.example.org/")]
    public async Task AnAddressThatIsNoneIsToldBeforeAnythingIsDoneAndIsNotRepeated(string url)
    {
        await using var bench = await BenchAsync(url);

        var run = (await bench.DrainAsync(TicketDatasets.Inc)).Expect(2);

        Assert.Equal("error: NOTIFY_URL is not an http:// or https:// URL without user and password. See inc --help.", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task WhoReadsJsonGetsTheSummaryAsOneObjectWhateverBecameOfTheRun()
    {
        await using var bench = await BenchAsync();
        await PutAsync(bench, TicketDatasets.Inc, minutesAgo: 5, Record(""));

        var rehearsed = (await bench.RunAsync(Programs.Inc, "--from-bucket", "--log-format", "json")).Expect(3);
        var run = (await bench.DrainAsync(TicketDatasets.Inc, "--log-format", "json")).Expect(3);
        bench.Environment["DATABASE_URL"] = "";
        var failed = (await bench.DrainAsync(TicketDatasets.Inc, "--log-format", "json")).Expect(2);

        Assert.Equal(Assert.Single(_server.Posts.Take(1)).Body + "\n", run.Output);
        Assert.True(JsonDocument.Parse(rehearsed.Output).RootElement.GetProperty("dry_run").GetBoolean());
        Assert.Equal("failed", JsonDocument.Parse(failed.Output).RootElement.GetProperty("outcome").GetString());
        Assert.All(failed.ErrorLines, line => JsonDocument.Parse(line));
    }

    private static TicketDataset Dataset(string name) => TicketDatasets.All.Single(dataset => dataset.Name == name);

    private async Task<Workbench> BenchAsync(string? url = null)
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        bench.Environment["NOTIFY_URL"] = url ?? _server.Url;
        return bench;
    }

    private static Task PutAsync(Workbench bench, TicketDataset dataset, int minutesAgo, params string[] records)
    {
        var time = DateTimeOffset.UtcNow.ToOffset(ChangeFile.EastAfricaTime).AddMinutes(-minutesAgo);
        var name = time.ToString("yyyy-MM-dd'T'HH-mm-ss'.csv'", System.Globalization.CultureInfo.InvariantCulture);
        return bench.Bucket.PutAsync(dataset.ChangesFolder + name, Encoding.UTF8.GetBytes(string.Join('\n', [string.Join(',', FeedColumns.All), .. records]) + "\n"));
    }

    private static string Record(string ticketId) => string.Join(',', FeedColumns.All.Select(column => column switch
    {
        FeedColumns.TicketId => ticketId,
        "location_name" => Customer,
        _ => "",
    }));
}
