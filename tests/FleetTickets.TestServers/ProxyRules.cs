namespace FleetTickets.TestServers;

/// <summary>What a proxy does to the bytes that pass it. Without any rule they pass.</summary>
public sealed class ProxyRules
{
    private readonly TaskCompletionSource _commitMet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _stalled;
    private (CommitFault Fault, int[] Numbers)? _onCommits;
    private int _commits;

    /// <summary>Each connection is broken after so many bytes of the server's; null: never.</summary>
    public long? CutAfterBytes { get; set; }

    /// <summary>What the server sends at most, on each connection; null: as it comes.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>Completed once one of the COMMITs that <see cref="OnCommits"/> names has met its fault.</summary>
    public Task CommitMet => _commitMet.Task;

    /// <summary>From now on nothing passes in either direction, and nobody is told.</summary>
    public void Stall() => _stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets pass what was held back, and all that follows.</summary>
    public void Resume()
    {
        var stalled = _stalled;
        _stalled = null;
        stalled?.SetResult();
    }

    /// <summary>What happens to the COMMIT messages of these numbers, counted from 1 over all connections from now on, of loads only.</summary>
    public void OnCommits(CommitFault fault, params int[] numbers) => (_onCommits, _commits) = ((fault, numbers), 0);

    internal Task PassAsync(CancellationToken cancellation) => _stalled?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;

    /// <summary>The fault of a COMMIT that a program has just sent, or null.</summary>
    internal CommitFault? MeetCommit() =>
        _onCommits is { } planned && planned.Numbers.Contains(Interlocked.Increment(ref _commits)) ? planned.Fault : null;

    internal void TellCommitMet() => _commitMet.TrySetResult();
}

/// <summary>What can happen to a COMMIT on its way.</summary>
public enum CommitFault
{
    /// <summary>The connection breaks before the server hears of it.</summary>
    NeverSent,

    /// <summary>The server commits, and the connection breaks before the program hears of it.</summary>
    AnswerLost,

    /// <summary>The server commits, and from then on nothing passes any more.</summary>
    Silence,
}
