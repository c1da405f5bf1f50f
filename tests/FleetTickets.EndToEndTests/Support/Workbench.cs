using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.EndToEndTests;

/// <summary>A database, a bucket and a feed of one test, and the programs that work on them.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly TestDatabase _database;

    private Workbench(DirectoryInfo folder, TestDatabase database, ITestBucket bucket)
    {
        _folder = folder;
        _database = database;
        Bucket = bucket;
        Environment = new Dictionary<string, string>(bucket.Environment) { ["DATABASE_URL"] = database.ConnectionString };
        Feed = new SampleFeed(folder.CreateSubdirectory("feed").FullName, bucket);
    }

    public NpgsqlDataSource Database => _database.DataSource;

    public ITestBucket Bucket { get; private set; }

    public SampleFeed Feed { get; private set; }

    /// <summary>All that a program is told by its environment; a test may change it.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>Where the programs are started; a test may put a .env there.</summary>
    public string WorkingDirectory => _folder.FullName;

    /// <summary>On a database of the test's own making, with a directory as the bucket.</summary>
    public static Workbench On(TestDatabase database)
    {
        var folder = Directory.CreateTempSubdirectory("ft-e2e-");
        return new Workbench(folder, database, new TestDirectoryBucket(folder.CreateSubdirectory("bucket").FullName));
    }

    public static async Task<Workbench> CreateAsync(SharedPostgres postgres, SharedS3 s3, BucketKind kind)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("ft-e2e-");
        ITestBucket bucket = kind is BucketKind.S3
            ? new TestS3Bucket(s3.Server, await s3.Server.CreateBucketAsync(cancellation))
            : new TestDirectoryBucket(folder.CreateSubdirectory("bucket").FullName);
        return new Workbench(folder, await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: cancellation), bucket);
    }

    /// <summary>With a bucket of the test's own making.</summary>
    public static async Task<Workbench> CreateAsync(SharedPostgres postgres, ITestBucket bucket) => new(
        Directory.CreateTempSubdirectory("ft-e2e-"),
        await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: TestContext.Current.CancellationToken),
        bucket);

    public RunningProgram Start(string program, params string[] arguments) =>
        RunningProgram.Start(program, arguments, Environment, WorkingDirectory);

    /// <summary>Starts a program that is to fail: <paramref name="fault"/> is what FLEETTICKETS_FAULT says.</summary>
    public RunningProgram StartWithFault(string fault, string program, params string[] arguments) => RunningProgram.Start(
        program, arguments, new Dictionary<string, string>(Environment) { [Fault.Variable] = fault }, WorkingDirectory);

    public async Task<ProgramOutcome> RunAsync(string program, params string[] arguments)
    {
        await using var running = Start(program, arguments);
        return await running.EndAsync();
    }

    public Task<ProgramOutcome> DrainAsync(TicketDataset dataset, params string[] more) =>
        RunAsync(dataset.Name, ["--from-bucket", "--apply", .. more]);

    /// <summary>Another, empty bucket and feed take the place of the ones so far; the database stays.</summary>
    public void ReplaceBucket()
    {
        Bucket = new TestDirectoryBucket(_folder.CreateSubdirectory("new-bucket").FullName);
        Feed = new SampleFeed(_folder.CreateSubdirectory("new-feed").FullName, Bucket);
        foreach (var (name, value) in Bucket.Environment)
            Environment[name] = value;
    }

    /// <summary>Kills a program once it has reported so many files as applied; false when it ended before, and then well.</summary>
    public async Task<bool> KillAfterAsync(int files, string program, params string[] arguments)
    {
        await using var running = Start(program, arguments);
        for (var applied = 0; applied < files; applied++)
        {
            if (!await running.SeesLineAsync("Applied "))
            {
                (await running.EndAsync()).Expect(0);
                return false;
            }
        }
        await running.KillAsync();
        return true;
    }

    /// <summary>The ticket table, a line a row: the id and raw with its keys in order.</summary>
    public async Task<IReadOnlyList<string>> TicketsAsync(TicketDataset dataset) =>
        [.. (await RowsAsync($"select ticket_id, raw::text from {dataset.Table}"))
            .Select(row => SampleFeed.TicketLine((string)row[0], (string)row[1])).Order(StringComparer.Ordinal)];

    /// <summary>Changes whenever any row of the ticket table is written, also with the same content.</summary>
    public async Task<IReadOnlyList<string>> RowVersionsAsync(TicketDataset dataset) =>
        [.. (await RowsAsync($"select ticket_id || ' ' || xmin || ' ' || ctid from {dataset.Table} order by 1")).Select(row => (string)row[0])];

    /// <summary>Returns once the server has noticed the end of every program: until then it keeps their locks.</summary>
    public async Task WaitUntilNobodyIsConnectedAsync()
    {
        while (await ValueAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and application_name like 'fleettickets-%')"))
        {
        }
    }

    public async Task<IReadOnlyList<object[]>> RowsAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<object[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    public async Task<T> ValueAsync<T>(string sql) => (T)(await RowsAsync(sql)).Single()[0];

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
