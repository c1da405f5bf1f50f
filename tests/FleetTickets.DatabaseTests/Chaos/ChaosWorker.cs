using Dapper;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Runs;
using Npgsql;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>One run as if in a process of its own, to which happens what is planned for it.</summary>
internal sealed class ChaosWorker : IAsyncDisposable
{
    private static readonly AsyncLocal<ChaosWorker?> Current = new();

    private readonly TestFeed _feed;
    private readonly WorkerPlan _plan;
    private readonly string _name = $"chaos-{Guid.NewGuid():N}";
    private readonly NpgsqlDataSource _database;
    private readonly FaultyBucket _bucket;
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Random _random;
    private int _reached;
    private volatile bool _isDead;

    static ChaosWorker() => Fault.Watcher = static (point, _) => Current.Value is { } worker ? worker.AtAsync(point) : ValueTask.CompletedTask;

    public ChaosWorker(TestFeed feed, WorkerPlan plan)
    {
        (_feed, _plan, _random) = (feed, plan, new Random(plan.Seed));
        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(feed.ConnectionString) { ApplicationName = _name });
        _bucket = new FaultyBucket(feed.Bucket)
        {
            BeforeList = () => MayFail("listing"),
            BeforeOpen = file => MayFail($"opening {file.Key}"),
            Content = content => new BreakingStream(content, () => MayFail("reading")),
            BeforeMove = file => MayFail($"moving {file.Key}"),
            AfterMove = file => MayFail($"the answer to moving {file.Key}"),
        };
    }

    /// <summary>Ends when the run ends, well or not. What it must not end with is thrown.</summary>
    public async Task RunAsync()
    {
        Current.Value = this;
        try
        {
            var run = new DatasetRun(_feed.Dataset, _database, new RunOptions(IsDryRun: false, 5, "chaos"), new Outcomes(), _feed.Clock);
            await new Drain(run, _bucket).RunAsync(reseed: false, _stop.Token);
        }
        catch (Exception failure) when (_isDead || IsPlanned(failure))
        {
            // The next run has to cope with whatever this one left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        // Until the server has noticed its end, a session keeps its locks.
        await EndSessionsAsync("true");
        _stop.Dispose();
    }

    private bool IsPlanned(Exception failure) => failure switch
    {
        BucketException or DatasetBusyException => true,
        OperationCanceledException => _plan.Blow is Blow.Stop,
        NpgsqlException => _plan.Blow is Blow.CutAllConnections or Blow.CutLoading or Blow.CutLock,
        IOException => _plan.Blow is Blow.Throw,
        _ => false,
    };

    private async ValueTask AtAsync(FaultPoint point)
    {
        ThrowIfDead();
        if (point != _plan.Point || Interlocked.Increment(ref _reached) != _plan.Time)
            return;
        switch (_plan.Blow)
        {
            case Blow.Kill:
                _isDead = true;
                await _database.DisposeAsync();
                await EndSessionsAsync("true");
                break;
            case Blow.Throw:
                throw new IOException("planned");
            case Blow.Stop:
                await _stop.CancelAsync();
                break;
            case Blow.CutAllConnections:
                await EndSessionsAsync("true");
                break;
            case Blow.CutLoading:
                await EndSessionsAsync("pid in (select pid from pg_locks where relation = 'tickets.import_meta'::regclass)");
                break;
            case Blow.CutLock:
                await EndSessionsAsync("pid in (select pid from pg_locks where locktype = 'advisory')");
                break;
        }
        ThrowIfDead();
    }

    private void MayFail(string what)
    {
        ThrowIfDead();
        lock (_random)
        {
            if (_random.Next(100) < _plan.BucketFailures)
                throw new BucketException($"planned: {what}");
        }
    }

    /// <summary>A killed process does nothing any more; an exception is as near as one gets to that without a process.</summary>
    private void ThrowIfDead() => ObjectDisposedException.ThrowIf(_isDead, this);

    private async Task EndSessionsAsync(string which)
    {
        await using var connection = await _feed.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = @_name and {which}",
            new { _name });
    }
}
