using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Runs;
using Npgsql;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>One run as if in a process of its own, to which happens what is planned for it.</summary>
internal sealed class ChaosWorker : IAsyncDisposable
{
    private static readonly AsyncLocal<ChaosWorker?> Current = new();

    private readonly TestFeed _feed;
    private readonly WorkerPlan _plan;
    private readonly ChaosSessions _sessions;
    private readonly NpgsqlDataSource _database;
    private readonly FaultyBucket _bucket;
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Random _random;
    private int _reached;
    private volatile bool _isDead;
    private volatile bool _isCut;

    static ChaosWorker() => Fault.Watcher = static (point, _) => Current.Value is { } worker ? worker.AtAsync(point) : ValueTask.CompletedTask;

    public ChaosWorker(TestFeed feed, ChaosSessions sessions, WorkerPlan plan)
    {
        (_feed, _sessions, _plan, _random) = (feed, sessions, plan, new Random(plan.Seed));
        _database = sessions.Take();
        _bucket = new FaultyBucket(feed.Bucket)
        {
            BeforeList = () => MayFail("listing"),
            BeforeOpen = file => MayFail($"opening {file.Key}"),
            Listing = listed => [.. listed.SelectMany(file => Lies() ? Misreported(file) : [file])],
            Content = content => new BreakingStream(Lies() ? new LyingStream(content, Draw(3000), isLonger: Draw(2) == 0) : content, () => MayFail("reading")),
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
            var context = new RunContext(_feed.Dataset, _database, new RunOptions(IsDryRun: false, 5, "chaos", _plan.Batches), new Outcomes(), _feed.Clock);
            await new Drain(context, _bucket).RunAsync(reseed: false, _stop.Token);
        }
        catch (Exception failure) when (_isDead || IsPlanned(failure))
        {
            // The next run has to cope with whatever this one left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDead || _isCut)
            await _sessions.EndAsync(_database);
        else
            await _sessions.GiveBackAsync(_database);
        _stop.Dispose();
    }

    private bool IsPlanned(Exception failure) => failure switch
    {
        BucketException or DatasetBusyException => true,
        FileLengthException => _plan.Lies > 0,
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
                await _sessions.EndAsync(_database);
                break;
            case Blow.Throw:
                throw new IOException("planned");
            case Blow.Stop:
                await _stop.CancelAsync();
                break;
            case Blow.CutAllConnections:
                await CutAsync("true");
                break;
            case Blow.CutLoading:
                await CutAsync("pid in (select pid from pg_locks where relation = 'tickets.import_meta'::regclass)");
                break;
            case Blow.CutLock:
                await CutAsync("pid in (select pid from pg_locks where locktype = 'advisory')");
                break;
        }
        ThrowIfDead();
    }

    private bool Lies() => Draw(100) < _plan.Lies;

    /// <summary>Listed twice, not at all, as another upload, or with another size.</summary>
    private IEnumerable<BucketObject> Misreported(BucketObject file) => Draw(4) switch
    {
        0 => [file, file],
        1 => [],
        2 => [file with { ETag = "never" }],
        _ => [file with { Size = Draw(5000) }],
    };

    private int Draw(int end)
    {
        lock (_random)
            return _random.Next(end);
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

    private Task CutAsync(string which)
    {
        _isCut = true;
        return _sessions.TerminateAsync(_database, which);
    }
}
