using FleetTickets.Engine.Faults;

namespace FleetTickets.Engine.Feed.Reading;

/// <summary>
/// Passes a stream through without the byte order marks at its beginning, of which programs that each add one leave several, and remembers
/// how the rest began.
/// </summary>
internal sealed class FirstBytesStream(Stream inner) : ReadOnlyStream
{
    private readonly byte[] _first = new byte[4];
    private int _count;
    private int _passedOn;

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public ReadOnlySpan<byte> First => _first.AsSpan(0, _count);

    /// <summary>Reads the beginning, before anything else is read. Returns how many bytes of marks do not come through.</summary>
    public async Task<long> BeginAsync(CancellationToken cancellation)
    {
        var marks = 0L;
        await FillAsync(cancellation);
        await Fault.AtAsync(FaultPoint.MidDownload, cancellation);
        while (First.StartsWith(ByteOrderMark))
        {
            marks += ByteOrderMark.Length;
            _count -= ByteOrderMark.Length;
            _first.AsSpan(ByteOrderMark.Length).CopyTo(_first);
            await FillAsync(cancellation);
        }
        return marks;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_passedOn == _count)
            return await inner.ReadAsync(buffer, cancellationToken);
        var next = _first.AsMemory(_passedOn, Math.Min(_count - _passedOn, buffer.Length));
        next.CopyTo(buffer);
        _passedOn += next.Length;
        return next.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        int read;
        while (_count < _first.Length && (read = await inner.ReadAsync(_first.AsMemory(_count), cancellation)) > 0)
            _count += read;
    }
}
