using Dapper;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.Directories;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Operating.Deciding;
using FleetTickets.Engine.Operating.Listing;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Verifying;
using FleetTickets.TestServers;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FleetTickets.DatabaseTests.Feed;

/// <summary>One dataset's bucket in a directory and its database, both empty at first, and the runs that bring one into the other.</summary>
internal sealed class TestFeed : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 20, 12, 0, 0, TimeSpan.FromHours(3));

    private readonly TestDatabase _database;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("fleettickets-feed-");
    private int _written;

    private TestFeed(TestDatabase database, TicketDataset dataset, string? role)
    {
        _database = database;
        RunsOn = role is null ? database.DataSource : ConnectAs(role, database.ConnectionString);
        Dataset = dataset;
        Bucket = new DirectoryBucket(_root.FullName);
    }

    /// <summary>Theory data: the name of every dataset.</summary>
    public static TheoryData<string> Datasets => [.. TicketDatasets.All.Select(dataset => dataset.Name)];

    public TicketDataset Dataset { get; }

    public DirectoryBucket Bucket { get; }

    public NpgsqlDataSource Database => _database.DataSource;

    public string ConnectionString => _database.ConnectionString;

    /// <summary>The database as the runs see it: with the rights of the role that the feed was started for.</summary>
    public NpgsqlDataSource RunsOn { get; }

    /// <summary>Stands at noon of 20 June 2026, EAT, until a test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(Noon);

    public static async Task<TestFeed> StartAsync(PostgresFixture postgres, string dataset, string? role = null) => new(
        await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: TestContext.Current.CancellationToken),
        TicketDatasets.All.Single(known => known.Name == dataset),
        role);

    /// <summary>Over a database that is there; it goes with the feed.</summary>
    public static TestFeed Over(TestDatabase database, string dataset, string? role = null) =>
        new(database, TicketDatasets.All.Single(known => known.Name == dataset), role);

    /// <summary>The key of a change file.</summary>
    public string Key(string time) => $"{Dataset.ChangesFolder}{time}.csv";

    /// <summary>Uploads a change file with these records.</summary>
    public void Put(string time, params IEnumerable<string> records) => PutContent($"{time}.csv", Csv.File(records));

    /// <summary>Uploads an object; each upload has a tag of its own, as if it came at another second.</summary>
    public void PutContent(string name, byte[] content) => Write(Path.Combine(_root.FullName, Dataset.ChangesFolder, name), content);

    /// <summary>Puts a processed object back, with the tag that it had, as somebody does who wants to be sure; false when that cannot be.</summary>
    public bool PutBack(string name)
    {
        var (from, to) = (Path.Combine(_root.FullName, Dataset.ProcessedFolder, name), Path.Combine(_root.FullName, Dataset.ChangesFolder, name));
        if (!File.Exists(from) || File.Exists(to))
            return false;
        File.Copy(from, to);
        return true;
    }

    /// <summary>Empties the bucket and the dataset's tables.</summary>
    public async Task EmptyAsync()
    {
        foreach (var directory in _root.GetDirectories())
            directory.Delete(recursive: true);
        // With few rows quicker than to truncate, which makes a file anew for each index.
        foreach (var table in new[] { Dataset.Table, "tickets.import_files", "tickets.import_rejects", "tickets.import_meta", "tickets.import_runs" })
            await ExecuteAsync($"delete from {table}");
    }

    /// <summary>Empties the dataset's tables, as a restore of a dump from before the first file does; the bucket stays.</summary>
    public Task ForgetAsync() => ExecuteAsync(
        $"delete from {Dataset.Table}; delete from tickets.import_files; delete from tickets.import_rejects; delete from tickets.import_meta");

    /// <summary>Puts an object anywhere in the bucket.</summary>
    public void PutAt(string key, byte[] content) => Write(Path.Combine(_root.FullName, key), content);

    /// <summary>Moves an object, as somebody does by hand.</summary>
    public void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root.FullName, to))!);
        File.Move(Path.Combine(_root.FullName, from), Path.Combine(_root.FullName, to));
    }

    /// <summary>Takes an object out of the bucket.</summary>
    public void Delete(string key) => File.Delete(Path.Combine(_root.FullName, key));

    /// <summary>The names in a folder of the bucket, sorted.</summary>
    public IEnumerable<string> NamesIn(string folder) =>
        Directory.Exists(Path.Combine(_root.FullName, folder))
            ? Directory.GetFiles(Path.Combine(_root.FullName, folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
            : [];

    /// <summary>When every object of a folder was uploaded, which is what tells uploads apart, with its name.</summary>
    public IEnumerable<(string Name, DateTime Uploaded)> UploadsIn(string folder) =>
        NamesIn(folder).Select(name => (name, File.GetLastWriteTimeUtc(Path.Combine(_root.FullName, folder, name))));

    public Task<RunReport> DrainAsync(
        bool reseed = false,
        bool dryRun = false,
        double maxRejectPercent = 5,
        IChangeBucket? bucket = null,
        IRunProgress? progress = null,
        BatchRule? batches = null) =>
        new Drain(Run(dryRun, maxRejectPercent, progress, batches), bucket ?? Bucket).RunAsync(reseed, TestContext.Current.CancellationToken);

    /// <summary>Loads a file from outside the bucket.</summary>
    public Task<RunReport> LoadLocalAsync(string name, IEnumerable<string> records, bool dryRun = false)
    {
        var csv = new FileInfo(Path.Combine(_root.FullName, "outside", name));
        Write(csv.FullName, Csv.File(records));
        return new LocalLoad(Run(dryRun, 5, null)).RunAsync(csv, TestContext.Current.CancellationToken);
    }

    /// <summary>Compares the table with the bucket: what is reported, and each difference as a line.</summary>
    /// <param name="meanwhile">Is done once every file is folded, before the comparison.</param>
    public async Task<(VerifyReport Report, IReadOnlyList<string> Differences)> VerifyAsync(Func<Task>? meanwhile = null, IChangeBucket? bucket = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var differences = new List<string>();
        await using var folded = await new Verify(Dataset, RunsOn, bucket ?? Bucket, new Outcomes(), Clock).FoldAsync(cancellation);
        if (meanwhile is not null)
            await meanwhile();
        var report = await folded.CompareAsync(
            line =>
            {
                differences.Add(line);
                return Task.CompletedTask;
            },
            cancellation);
        return (report, differences);
    }

    public Task<IReadOnlyList<DecidedFile>> RetryAsync(bool dryRun = false, params string[] keys) =>
        new Requeue(Run(dryRun, 5, null), Bucket).RunAsync(keys, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<DecidedFile>> RetryUnappliedAsync(bool dryRun = false) =>
        new Requeue(Run(dryRun, 5, null), Bucket).RunAsync(null, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<DecidedFile>> SkipAsync(bool dryRun = false, params string[] keys) =>
        new Skip(Run(dryRun, 5, null), Bucket).RunAsync(keys, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<FileLine>> FilesAsync() =>
        new FileList(Dataset, RunsOn, Bucket, Clock).ReadAsync(TestContext.Current.CancellationToken);

    public Task<StatusReport> StatusAsync(StatusThresholds? thresholds = null, params IReadOnlyList<string> pendingMigrations) =>
        new StatusCheck(Dataset, RunsOn, Bucket, pendingMigrations, Clock).ReadAsync(
            thresholds ?? StatusThresholds.Default, TestContext.Current.CancellationToken);

    /// <summary>The ticket table: status by id.</summary>
    public async Task<SortedDictionary<string, string>> StatusesAsync() =>
        new((await QueryAsync<(string Id, string Status)>($"select ticket_id, normalized_status from {Dataset.Table}")).ToDictionary(
            row => row.Id, row => row.Status), StringComparer.Ordinal);

    /// <summary>Who wrote each ticket's row and where it stands; the same as long as nothing rewrites it.</summary>
    public Task<List<(string Id, string Version)>> VersionsAsync() =>
        QueryAsync<(string, string)>($"select ticket_id, xmin || ' ' || ctid from {Dataset.Table} order by ticket_id collate \"C\"");

    /// <summary>The ledger by time and arrival.</summary>
    public Task<List<LedgerRow>> LedgerAsync() => QueryAsync<LedgerRow>(
        """
        select key, status, epoch, late, truncated, reason, archived_as as ArchivedAs, run_id as RunId,
               rows_read as Read, rows_dropped as Dropped, rows_rejected as Rejected, rows_superseded as Superseded,
               rows_inserted as Inserted, rows_updated as Updated, rows_unchanged as Unchanged
        from tickets.import_files
        order by file_time, run_id
        """);

    public Task<string?> WatermarkAsync() =>
        ScalarAsync<string?>("select metadata->>'source_max_key' from tickets.import_meta where dataset = @Name", Dataset);

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null) => (await QueryAsync<T>(sql, parameters)).Single();

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Sessions with the rights of a role. Without a pool, which would hand out sessions that were reset to the rights of their login.</summary>
    internal static NpgsqlDataSource ConnectAs(string role, string connectionString) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Options = $"-c role={role}", Pooling = false });

    public async ValueTask DisposeAsync()
    {
        Bucket.Dispose();
        _root.Delete(recursive: true);
        await RunsOn.DisposeAsync();
        await _database.DisposeAsync();
    }

    private RunContext Run(bool dryRun, double maxRejectPercent, IRunProgress? progress, BatchRule? batches = null) =>
        new(Dataset, RunsOn, new RunOptions(dryRun, maxRejectPercent, "test", batches ?? BatchRule.Usual), progress ?? new Outcomes(), Clock);

    private void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A kill in the middle of a move leaves one file with two names: an upload takes a name, and leaves the file alone.
        File.Delete(path);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, Noon.UtcDateTime.AddSeconds(++_written));
    }
}
