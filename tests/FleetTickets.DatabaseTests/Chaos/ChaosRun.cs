using FleetTickets.DatabaseTests.Feed;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>Carries out a plan, keeps its own account of what arrived, and holds the loader to it in the end.</summary>
internal sealed class ChaosRun(TestFeed feed, ChaosSessions sessions, ChaosPlan plan)
{
    private readonly List<Arrival> _arrived = [];

    public async Task RunAsync()
    {
        await feed.EmptyAsync();
        foreach (var step in plan.Steps)
        {
            switch (step)
            {
                case Upload upload:
                    await ArriveAsync(upload);
                    break;
                // Behind another upload of its name it would be the latest one, and no more what it was.
                case PutBack again when _arrived.Count(arrival => arrival.Name == $"{again.Time}.csv") < 2:
                    feed.PutBack($"{again.Time}.csv");
                    break;
                case Run run:
                    await RunAsync(run);
                    break;
            }
        }
        await ExpectConvergenceAsync();
    }

    private async Task ArriveAsync(Upload upload)
    {
        var name = $"{upload.Time}.csv";
        var replaced = feed.UploadsIn(feed.Dataset.ChangesFolder).Where(found => found.Name == name).Select(found => found.Uploaded).ToList();
        if (replaced.Count > 0)
            await ForgetAsync(name, replaced[0]);
        feed.PutContent(name, upload.File.Content);
        var uploaded = feed.UploadsIn(feed.Dataset.ChangesFolder).Single(found => found.Name == name).Uploaded;
        _arrived.Add(new Arrival(name, uploaded, upload.File));
    }

    /// <summary>What is replaced before a run has seen it never was; after that, it is only no longer in the bucket.</summary>
    private async Task ForgetAsync(string name, DateTime uploaded)
    {
        var index = _arrived.FindIndex(arrival => arrival.Uploaded == uploaded);
        var isKnown = await feed.ScalarAsync<bool>(
            "select exists (select from tickets.import_files where key = @Key and etag like @Tag)",
            new { Key = feed.Dataset.ChangesFolder + name, Tag = $"{uploaded.Ticks:x}-%" });
        // It may stand in an archive folder as well: it was put back, or a run was killed between the halves of its move.
        var isArchived = new[] { feed.Dataset.ProcessedFolder, feed.Dataset.FailedFolder }
            .SelectMany(feed.UploadsIn).Any(found => found.Uploaded == uploaded);
        if (isKnown)
            _arrived[index] = _arrived[index] with { IsInBucket = isArchived };
        else
            _arrived.RemoveAt(index);
    }

    private async Task RunAsync(Run run)
    {
        var workers = run.Workers.Select(worker => new ChaosWorker(feed, sessions, worker)).ToList();
        try
        {
            await Task.WhenAll(workers.Select(worker => Task.Run(worker.RunAsync)));
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private async Task ExpectConvergenceAsync()
    {
        await feed.DrainAsync();
        Assert.Equal(Fold(), await feed.StatusesAsync());
        ExpectObjects();
        await ExpectLedgerAsync();
        await ExpectRunsAsync();

        // An upload that was replaced before it was moved is known to be gone once its name is no longer listed.
        var tickets = await feed.VersionsAsync();
        await feed.DrainAsync();
        Assert.Equal(tickets, await feed.VersionsAsync());
        Assert.Equal(0, await feed.ScalarAsync<long>("select count(*) from tickets.import_files where archived_at is null"));
        var before = await VersionsAsync();
        await feed.DrainAsync();
        Assert.Equal(before, await VersionsAsync());
    }

    private SortedDictionary<string, string> Fold()
    {
        var folded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        // OrderBy is stable: files of one time stay as they arrived.
        foreach (var (id, status) in _arrived.OrderBy(arrival => arrival.Name, StringComparer.Ordinal).SelectMany(arrival => arrival.File.Kept))
            folded[id] = status;
        return folded;
    }

    /// <summary>Every upload stands in the folder where it belongs, once.</summary>
    private void ExpectObjects()
    {
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        foreach (var (folder, isReadable) in new[] { (feed.Dataset.ProcessedFolder, true), (feed.Dataset.FailedFolder, false) })
        {
            Assert.Equal(
                _arrived.Where(arrival => arrival.IsInBucket && arrival.File.IsReadable == isReadable).Select(arrival => arrival.Uploaded).Order(),
                feed.UploadsIn(folder).Select(found => found.Uploaded).Order());
        }
    }

    private async Task ExpectLedgerAsync()
    {
        var ledger = await feed.LedgerAsync();
        Assert.Equal(
            _arrived.Where(arrival => arrival.File.IsReadable).Select(arrival =>
                (KeyOf(arrival), (long)arrival.File.Read, (long)arrival.File.Dropped, (long)arrival.File.Rejected)).Order(),
            ledger.Where(row => row.Status is "applied").Select(row => (row.Key, row.Read, row.Dropped, row.Rejected)).Order());
        Assert.Equal(
            _arrived.Where(arrival => !arrival.File.IsReadable).Select(KeyOf).Order(StringComparer.Ordinal),
            ledger.Where(row => row.Status is "failed").Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(ledger.Where(row => row.Status is "applied"), row => Assert.Equal(
            row.Read, row.Dropped + row.Rejected + row.Superseded + row.Inserted + row.Updated + row.Unchanged));
        Assert.Equal(ledger.Sum(row => row.Rejected), await feed.ScalarAsync<long>("select count(*) from tickets.import_rejects"));
        Assert.Equal(
            _arrived.Where(arrival => arrival.File.IsReadable).Select(KeyOf).Max(StringComparer.Ordinal),
            await feed.ScalarAsync<string?>("select max(metadata->>'source_max_key') from tickets.import_meta"));
    }

    /// <summary>Each file is counted by the one run that applied it.</summary>
    private async Task ExpectRunsAsync()
    {
        const string sums = "sum(rows_superseded)::bigint, sum(rows_inserted)::bigint, sum(rows_updated)::bigint, sum(rows_unchanged)::bigint";
        Assert.Equal(0, await feed.ScalarAsync<long>("select count(*) from tickets.import_runs where outcome = 'running'"));
        Assert.Equal(
            await feed.ScalarAsync<(long, long, long, long, long)>($"select count(*), {sums} from tickets.import_files where status = 'applied'"),
            await feed.ScalarAsync<(long, long, long, long, long)>($"select sum(files_applied)::bigint, {sums} from tickets.import_runs"));
    }

    private async Task<List<string>> VersionsAsync() =>
    [
        .. (await feed.VersionsAsync()).Select(row => $"{row.Id} {row.Version}"),
        .. await feed.QueryAsync<string>("select key || ' ' || etag || ' ' || xmin || ' ' || ctid from tickets.import_files order by 1"),
        .. await feed.QueryAsync<string>("select dataset || ' ' || xmin || ' ' || ctid from tickets.import_meta"),
    ];

    private string KeyOf(Arrival arrival) => feed.Dataset.ChangesFolder + arrival.Name;

    /// <param name="Uploaded">Another one for each upload, as its tag is.</param>
    /// <param name="IsInBucket">False once another upload has taken its place.</param>
    private sealed record Arrival(string Name, DateTime Uploaded, ChaosFile File, bool IsInBucket = true);
}
