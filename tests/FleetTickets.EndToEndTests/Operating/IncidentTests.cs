using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>
/// Each incident that no failing run tells of, as an operator meets it: what the run, --status, the heartbeat and the notice say, and the commands
/// until it is solved. The approved files are what docs/operations/troubleshoot.md shows.
/// </summary>
public sealed partial class IncidentTests(SharedPostgres postgres, SharedS3 s3) : IAsyncDisposable
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    private static readonly string[] Stages = ["Listing changes/", "Loading a batch of 1", "Placing tickets", "Capturing the history"];

    private readonly WebhookServer _monitor = new();
    private readonly WebhookServer _chat = new();
    private readonly StringBuilder _transcript = new();
    private int _heard;
    private int _noticed;

    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync();
        await _chat.DisposeAsync();
    }

    [Fact]
    public async Task ASchedulerThatNeverStarted()
    {
        await using var bench = await BenchAsync();
        await DeliverAsync(bench, hoursAgo: 2);

        await TellAsync(bench, 3, "--status");
        await TellAsync(bench, 0, "--from-bucket", "--apply");
        await TellAsync(bench, 0, "--status");

        Approve("incident-never-started");
    }

    [Fact]
    public async Task RunsThatAreKilledOneAfterTheOther()
    {
        await using var bench = await BenchAsync();
        await DeliverAsync(bench, hoursAgo: 2);
        for (var i = 0; i < 3; i++)
        {
            await using var killed = bench.StartWithFault("after-list:kill", Dataset.Name, "--from-bucket", "--apply");
            await killed.EndAsync();
        }
        Hear("three runs that are killed");

        await TellAsync(bench, 3, "--status");
        await TellAsync(bench, 0, "--from-bucket", "--apply");
        await TellAsync(bench, 0, "--status");

        Approve("incident-killed-runs");
    }

    [Fact]
    public async Task ADatabaseThatWasRestored()
    {
        await using var bench = await BenchAsync();
        await DeliverAsync(bench, hoursAgo: 3);
        (await bench.DrainAsync(Dataset)).Expect(0);
        var dump = await bench.ValueAsync<string>("select metadata::text from tickets.import_meta where dataset = 'inc'");
        await DeliverAsync(bench, hoursAgo: 1, "B");
        (await bench.DrainAsync(Dataset)).Expect(0);
        await bench.RowsAsync($"update tickets.import_meta set metadata = '{dump}' where dataset = 'inc' returning 1");
        await bench.RowsAsync("delete from tickets.import_files where run_id = 2 returning 1");
        await bench.RowsAsync("delete from tickets.inc where ticket_id = 'B' returning 1");
        Hear("the database is restored");

        await TellAsync(bench, 3, "--from-bucket", "--apply");
        await TellAsync(bench, 3, "--from-bucket", "--apply");
        await TellAsync(bench, 3, "--status");
        await TellAsync(bench, 0, "--retry", "--unapplied", "--apply");
        await TellAsync(bench, 0, "--from-bucket", "--apply");
        Assert.Equal(2L, await bench.ValueAsync<long>("select count(*) from tickets.inc"));

        Approve("incident-restored-database");
    }

    [Fact]
    public async Task TheWrongBucket()
    {
        await using var bench = await BenchAsync();

        await TellAsync(bench, 0, "--from-bucket", "--apply");
        await TellAsync(bench, 3, "--status");

        Approve("incident-wrong-bucket");
    }

    [Fact]
    public async Task AReplacedBucketWithoutReseed()
    {
        await using var bench = await BenchAsync();
        await DeliverAsync(bench, hoursAgo: 1);
        (await bench.DrainAsync(Dataset)).Expect(0);
        await DeliverAsync(bench, hoursAgo: 72);
        await DeliverAsync(bench, hoursAgo: 71);
        Hear("the bucket is replaced");

        await TellAsync(bench, 3, "--from-bucket", "--apply");
        await TellAsync(bench, 0, "--from-bucket", "--reseed", "--apply");

        Approve("incident-replaced-bucket");
    }

    [Fact]
    public async Task VerboselyARunSaysWhatItDecidedAndHowLongEachStageTook()
    {
        await using var bench = await BenchAsync();
        await DeliverAsync(bench, hoursAgo: 1);

        var run = (await bench.DrainAsync(Dataset, "--verbose")).Expect(0);

        Assert.Contains(" debug Decided: 1 files to load, 0 to archive only, 0 left alone; the watermark is none, the epoch 0\n", run.Errors, StringComparison.Ordinal);
        Assert.All(
            Stages,
            stage => Assert.Matches($" debug {stage} took \\d+ ms\n", run.Errors));
    }

    private async Task<Workbench> BenchAsync()
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        bench.Environment["NOTIFY_URL"] = _chat.Url;
        bench.Environment["HEARTBEAT_URL"] = _monitor.Url;
        return bench;
    }

    private async Task TellAsync(Workbench bench, int exitCode, params string[] arguments)
    {
        // At night no hour of the feed passes, and in the morning many have.
        string[] patient = arguments.Contains("--status") ? ["--stalled-after", "8000", "--idle-after", "8000"] : [];
        var run = (await bench.RunAsync(Dataset.Name, [.. arguments, .. patient])).Expect(exitCode);
        _transcript.Append(CultureInfo.InvariantCulture, $"$ {Dataset.Name} {string.Join(' ', arguments)}\n{run.Errors}{run.Output}exit code {exitCode}\n");
        Hear(null);
    }

    /// <summary>What has arrived since the last time.</summary>
    private void Hear(string? heading)
    {
        if (heading is not null)
            _transcript.Append(CultureInfo.InvariantCulture, $"# {heading}\n");
        foreach (var ping in _monitor.Posts.Skip(_heard))
            _transcript.Append(CultureInfo.InvariantCulture, $"heartbeat: {Signal().Match(ping.Line).Value}\n");
        foreach (var notice in _chat.Posts.Skip(_noticed))
            _transcript.Append(CultureInfo.InvariantCulture, $"notice: {JsonDocument.Parse(notice.Body).RootElement.GetProperty("text").GetString()}\n");
        (_heard, _noticed) = (_monitor.Posts.Count, _chat.Posts.Count);
        _transcript.Append('\n');
    }

    private static Task DeliverAsync(Workbench bench, int hoursAgo, string ticketId = "A")
    {
        var time = DateTimeOffset.UtcNow.ToOffset(ChangeFile.EastAfricaTime).AddHours(-hoursAgo);
        var name = time.ToString("yyyy-MM-dd'T'HH-mm-ss'.csv'", CultureInfo.InvariantCulture);
        var record = string.Join(',', FeedColumns.All.Select(column => column == FeedColumns.TicketId ? ticketId : ""));
        return bench.Bucket.PutAsync(Dataset.ChangesFolder + name, Encoding.UTF8.GetBytes($"{string.Join(',', FeedColumns.All)}\n{record}\n"));
    }

    private void Approve(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Approved", $"{name}.txt");
        var received = Settled(_transcript.ToString());
        if (File.Exists(file) && File.ReadAllText(file) == received)
            return;
        var beside = Path.ChangeExtension(file, ".received.txt");
        File.WriteAllText(beside, received);
        Assert.Fail($"tests/FleetTickets.UnitTests/Approved/{name}.txt is not what was received: {beside}");
    }

    /// <summary>Times, machines and folders are other ones each day.</summary>
    private static string Settled(string transcript) => new (Regex Pattern, string Settled)[]
    {
        (Places(), "  $1  …"), (StalledLine(), ""), (LogTime(), "DATE TIME EAT"), (FileName(), "FILE.csv"), (Time(), "DATE TIME"), (RunTime(), "$1 DATE TIME"),
        (Elapsed(), "N s"), (Span(), "SPAN"), (OnHost(), " on HOST: "),
    }.Aggregate(transcript, (text, change) => change.Pattern.Replace(text, change.Settled));

    [GeneratedRegex("^  (bucket|database) .*$", RegexOptions.Multiline)]
    private static partial Regex Places();

    [GeneratedRegex("^  (newest file) .*\n", RegexOptions.Multiline)]
    private static partial Regex StalledLine();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d EAT")]
    private static partial Regex LogTime();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.csv")]
    private static partial Regex FileName();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d")]
    private static partial Regex Time();

    [GeneratedRegex(@"^( +\d+)  \d\d-\d\d \d\d:\d\d", RegexOptions.Multiline)]
    private static partial Regex RunTime();

    [GeneratedRegex(@"\d+\.\d s\b")]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"\b\d+ (d|h|min|s)( \d+ (h|min))?\b")]
    private static partial Regex Span();

    [GeneratedRegex(" on [^ :]+: ")]
    private static partial Regex OnHost();

    [GeneratedRegex(@"[^/?]+(?=\?)")]
    private static partial Regex Signal();
}
