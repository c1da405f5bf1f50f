using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.UnitTests.Feed.Reading;

/// <summary>A download that comes in small pieces: forward only, never more than <paramref name="chunk"/> bytes at once.</summary>
internal sealed class ChunkedStream(ReadOnlyMemory<byte> content, int chunk) : ReadOnlyStream
{
    private int _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(Math.Min(chunk, buffer.Length), content.Length - _position);
        content.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return ValueTask.FromResult(count);
    }
}
