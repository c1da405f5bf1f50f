using FleetTickets.Engine.Faults;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>A small feed in a bucket and its database, runs that something happens to, and the promise that is kept all the same.</summary>
internal sealed class FaultedFeed : IAsyncDisposable
{
    // Before, between and after the files of the small feed; no CSV header in any of them.
    private static readonly string[] UnreadableNames = ["2025-06-15T05-50-00.csv", "2025-06-15T06-10-00.csv", "2025-06-15T06-50-00.csv"];

    private const string DatabaseUrl = "DATABASE_URL";
    private const string StoreUrl = "RUSTFS_ENDPOINT";

    private readonly Dictionary<string, string> _direct = [];
    private readonly SmallFeed _feed;
    private readonly List<string> _unreadable = [];
    private readonly List<string> _former = [];

    private FaultedFeed(Workbench bench, SmallFeed feed) => (Bench, _feed) = (bench, feed);

    public Workbench Bench { get; }

    /// <summary>Three files wait in the bucket, and the database is empty.</summary>
    public static async Task<FaultedFeed> NewAsync(SharedPostgres postgres, SharedS3 s3, BucketKind kind, SmallFeed feed)
    {
        var faulted = new FaultedFeed(await Workbench.CreateAsync(postgres, s3, kind), feed);
        await feed.DeliverAsync(faulted.Bench.Bucket);
        return faulted;
    }

    /// <summary>The same beside the first file's tickets from a file with a newer name, so that only a reseed can bring the three.</summary>
    public static async Task<FaultedFeed> ReplacedAsync(SharedPostgres postgres, SharedS3 s3, BucketKind kind, SmallFeed feed)
    {
        const string former = "2025-09-01T06-00-00.csv";
        var faulted = new FaultedFeed(await Workbench.CreateAsync(postgres, s3, kind), feed);
        await faulted.Bench.Bucket.PutAsync(feed.Dataset.ChangesFolder + former, feed.Files[0].Content);
        faulted._former.Add(former);
        (await faulted.Bench.DrainAsync(feed.Dataset)).Expect(3);
        await feed.DeliverAsync(faulted.Bench.Bucket);
        return faulted;
    }

    /// <summary>Adds an unreadable file before, between and after the three.</summary>
    public async Task AddUnreadableAsync()
    {
        foreach (var name in UnreadableNames)
            await Bench.Bucket.PutAsync(_feed.Dataset.ChangesFolder + name, "<html>no feed</html>\n"u8.ToArray());
        _unreadable.AddRange(UnreadableNames);
    }

    /// <summary>From now on the programs reach the database through the proxy.</summary>
    public TcpProxy PutProxyBeforeDatabase()
    {
        var proxy = TcpProxy.ToPostgres(Bench.Environment[DatabaseUrl]);
        Replace(DatabaseUrl, proxy.Through(Bench.Environment[DatabaseUrl]));
        return proxy;
    }

    /// <summary>From now on the programs reach the store through the proxy.</summary>
    public TcpProxy PutProxyBeforeStore()
    {
        var proxy = TcpProxy.ToHttp(Bench.Environment[StoreUrl]);
        Replace(StoreUrl, $"http://127.0.0.1:{proxy.Port}");
        return proxy;
    }

    /// <summary>The programs reach the servers directly again.</summary>
    public void RemoveProxy()
    {
        foreach (var (name, value) in _direct)
            Bench.Environment[name] = value;
    }

    /// <summary>
    /// The variable's value that lets <paramref name="action"/> happen to the file at <paramref name="position"/> (from 1) in the next run;
    /// null when earlier runs have brought that file, and all after it, past the point.
    /// </summary>
    public async Task<string?> FaultAtAsync(FaultPoint point, int position, string action)
    {
        var (all, left) = point switch
        {
            FaultPoint.AfterList => ([], []),
            FaultPoint.DuringSetAside => (_unreadable, await Bench.Bucket.NamesAsync(_feed.Dataset.ChangesFolder)),
            FaultPoint.BetweenCopyAndDelete or FaultPoint.AfterDelete or FaultPoint.BeforeArchivedMark =>
                (NamesOfFeed, await Bench.Bucket.NamesAsync(_feed.Dataset.ChangesFolder)),
            _ => (NamesOfFeed, (IReadOnlyList<string>)[.. NamesOfFeed.Skip(await AppliedAsync())]),
        };
        var waiting = all.Where(left.Contains).ToList();
        if (all.Count > 0 && waiting.Count == 0)
            return null;
        var time = all.Count == 0 ? 1 : Math.Max(waiting.IndexOf(all[position - 1]), 0) + 1;
        return $"{PlannedFault.NameOf(point)}@{(point is FaultPoint.MidCopy ? RecordIn(waiting, time) : time)}:{action}";
    }

    /// <summary>Kills a run of the dataset at a point; what is in the tables then are whole files.</summary>
    public async Task KillAsync(string fault, params string[] options)
    {
        await using var killed = Bench.StartWithFault(fault, _feed.Dataset.Name, ["--from-bucket", "--apply", .. options]);
        (await killed.EndAsync()).Expect(137);
        await ExpectWholeFilesAsync();
    }

    /// <summary>At any instant: the tables are the fold of the applied files, and the ledger, the rejects and the watermark belong to it.</summary>
    public async Task ExpectWholeFilesAsync()
    {
        await Bench.WaitUntilNobodyIsConnectedAsync();
        var applied = await AppliedAsync();
        var expected = _former.Count > 0 ? Math.Max(applied, 1) : applied;
        Assert.Equal(_feed.ExpectedAfter(expected), await Bench.TicketsAsync(_feed.Dataset));
        var ledger = await Bench.RowsAsync(
            $"select key, rows_read, rows_rejected from tickets.import_files where status = 'applied' and epoch = {Epoch} order by file_time");
        Assert.Equal(
            _feed.Files.Take(applied).Select(file => (_feed.Dataset.ChangesFolder + file.Name, (long)file.Read, (long)file.Rejected)),
            ledger.Select(row => ((string)row[0], (long)row[1], (long)row[2])).Where(row => !_former.Exists(row.Item1.EndsWith)));
        Assert.Empty(await Bench.RowsAsync(
            """
            select key from tickets.import_files f
            where rows_rejected <> (select count(*) from tickets.import_rejects r where (r.dataset, r.key, r.etag) = (f.dataset, f.key, f.etag))
            """));
        await ExpectWatermarkAsync(applied);
        await ExpectNothingLostAsync();
    }

    /// <summary>Runs go on and end well; then everything is applied and stands where it belongs, once, and a further run changes nothing.</summary>
    public async Task ExpectConvergenceAsync(params string[] options)
    {
        var last = await Bench.DrainAsync(_feed.Dataset, options);
        Assert.True(last.ExitCode is 0 or 3, $"exit code {last.ExitCode}\n{last.Errors}");
        await ExpectWholeFilesAsync();
        Assert.Equal(SmallFeed.Count, await AppliedAsync());
        Assert.Empty(await Bench.Bucket.NamesAsync(_feed.Dataset.ChangesFolder));
        Assert.Equal(NamesOfFeed.Concat(_former), await Bench.Bucket.NamesAsync(_feed.Dataset.ProcessedFolder));
        Assert.Equal(_unreadable, await Bench.Bucket.NamesAsync(_feed.Dataset.FailedFolder));
        Assert.Empty(await Bench.RowsAsync("select key from tickets.import_files where archived_at is null"));
        if (_unreadable.Count == 0)
            await ExpectRunsAddUpAsync();

        var before = await VersionsAsync();
        (await Bench.DrainAsync(_feed.Dataset)).Expect(0);
        Assert.Equal(before, await VersionsAsync());
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    /// <summary>Files of the small feed that the ledger holds as applied; the oldest ones, or the ledger is wrong.</summary>
    public async Task<int> AppliedAsync() => (int)await Bench.ValueAsync<long>(
        $"select count(*) from tickets.import_files where status = 'applied' and epoch = {Epoch} and key not like '%2025-09-01%'");

    /// <summary>Whether a reseed has begun the next epoch.</summary>
    public Task<bool> HasNewEpochAsync() => Bench.ValueAsync<bool>($"select {Epoch} > 0");

    private void Replace(string variable, string value)
    {
        _direct[variable] = Bench.Environment[variable];
        Bench.Environment[variable] = value;
    }

    private static string Epoch => "(select coalesce(max((metadata->>'stream_epoch')::integer), 0) from tickets.import_meta)";

    private List<string> NamesOfFeed => [.. _feed.Files.Select(file => file.Name)];

    /// <summary>A record in the middle of the file at <paramref name="position"/> among those that the next run loads.</summary>
    private int RecordIn(List<string> waiting, int position)
    {
        var reads = waiting.Select(name => _feed.Files.Single(file => file.Name == name).Read).ToList();
        return reads.Take(position - 1).Sum() + reads[position - 1] / 2;
    }

    private async Task ExpectWatermarkAsync(int applied)
    {
        var former = _former.Count > 0 && !await HasNewEpochAsync() ? _former[0] : null;
        var newest = applied > 0 ? _feed.Files[applied - 1].Name : former;
        var stored = await Bench.RowsAsync("select metadata->>'source_max_key' from tickets.import_meta where metadata ? 'source_max_key'");
        Assert.Equal(newest is null ? [] : new[] { _feed.Dataset.ChangesFolder + newest }, stored.Select(row => (string)row[0]));
    }

    /// <summary>An object is where it was put, or where it was moved to; in both only when a run was killed in the middle of its move.</summary>
    private async Task ExpectNothingLostAsync()
    {
        var folders = new[] { _feed.Dataset.ChangesFolder, _feed.Dataset.ProcessedFolder, _feed.Dataset.FailedFolder };
        var found = new List<string>();
        foreach (var folder in folders)
            found.AddRange(await Bench.Bucket.NamesAsync(folder));
        Assert.Equal(NamesOfFeed.Concat(_unreadable).Concat(_former).Order(StringComparer.Ordinal), found.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Each file is counted by one run, also by one that was killed; only a file that fails again and again is by each.</summary>
    private async Task ExpectRunsAddUpAsync()
    {
        const string sums = "sum(rows_read), sum(rows_dropped), sum(rows_rejected), sum(rows_superseded), sum(rows_inserted), sum(rows_updated), sum(rows_unchanged)";
        var runs = (await Bench.RowsAsync($"select sum(files_applied), {sums} from tickets.import_runs")).Single();
        var ledger = (await Bench.RowsAsync($"select count(*), {sums} from tickets.import_files")).Single();
        Assert.Equal(ledger.Select(Convert.ToInt64), runs.Select(Convert.ToInt64));
    }

    private async Task<IReadOnlyList<string>> VersionsAsync() =>
        [.. await Bench.RowVersionsAsync(_feed.Dataset),
         .. (await Bench.RowsAsync("select key || ' ' || xmin || ' ' || ctid from tickets.import_files order by 1")).Select(row => (string)row[0])];
}
