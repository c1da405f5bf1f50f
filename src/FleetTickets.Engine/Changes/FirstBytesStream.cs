using FleetTickets.Engine.Faults;

namespace FleetTickets.Engine.Changes;

/// <summary>Passes a stream through and remembers how it began.</summary>
internal sealed class FirstBytesStream(Stream inner) : ReadOnlyStream
{
    private readonly byte[] _first = new byte[4];
    private int _count;

    public ReadOnlySpan<byte> First => _first.AsSpan(0, _count);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (_count == 0)
            await Fault.AtAsync(FaultPoint.MidDownload, cancellationToken);
        var fresh = Math.Min(read, _first.Length - _count);
        buffer.Span[..fresh].CopyTo(_first.AsSpan(_count));
        _count += fresh;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
