using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.UnitTests.Bucket;

/// <summary>A download's body that first gives its bytes, one a read, and then does what the test says.</summary>
internal sealed class ScriptedBody(string bytes, Func<CancellationToken, Task<int>> then) : ReadOnlyStream
{
    private int _given;

    public bool IsDisposed { get; private set; }

    public static Func<CancellationToken, Task<int>> Ends { get; } = _ => Task.FromResult(0);

    public static Func<CancellationToken, Task<int>> Breaks { get; } = _ => throw new IOException("connection reset");

    /// <summary>No byte and no end, until the reader gives up.</summary>
    public static Func<CancellationToken, Task<int>> Stalls { get; } = async cancellation =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return 0;
    };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given == bytes.Length)
            return await then(cancellationToken);
        buffer.Span[0] = (byte)bytes[_given++];
        return 1;
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
