using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>A body that ends early, cleanly and anywhere, or that goes on after its end.</summary>
internal sealed class LyingStream(Stream content, int end, bool isLonger) : ReadOnlyStream
{
    private static readonly byte[] More = "WOT1,more\n"u8.ToArray();

    private int _left = isLonger ? int.MaxValue : end;
    private bool _hasMore = isLonger;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await content.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        if (read > 0 || !_hasMore)
            return read;
        _hasMore = false;
        var more = Math.Min(More.Length, buffer.Length);
        More.AsMemory(0, more).CopyTo(buffer);
        return more;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            content.Dispose();
        base.Dispose(disposing);
    }
}
