using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>A download in small pieces, before each of which something may happen.</summary>
internal sealed class BreakingStream(Stream content, Action beforeRead) : ReadOnlyStream
{
    private const int Piece = 2048;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        beforeRead();
        return content.ReadAsync(buffer[..Math.Min(buffer.Length, Piece)], cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            content.Dispose();
        base.Dispose(disposing);
    }
}
