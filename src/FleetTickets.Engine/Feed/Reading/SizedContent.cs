namespace FleetTickets.Engine.Feed.Reading;

/// <summary>
/// A file's content, which has to end where the listing says: one that is shorter was cut, one that is longer is another file. Whatever
/// else is wrong with it is believed only then.
/// </summary>
internal sealed class SizedContent(BucketObject file, ChangeReader.OpenAt open)
{
    private long _furthest;
    private bool _hasEnded;

    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellation) => new Part(this, await open(offset, cancellation), offset);

    /// <summary>Reads what nobody has read of it.</summary>
    /// <exception cref="FileLengthException">It is shorter or longer than it was listed.</exception>
    public async Task ThrowIfOtherLengthAsync(CancellationToken cancellation)
    {
        if (_hasEnded)
            return;
        await using var rest = await OpenAsync(_furthest, cancellation);
        var passedOver = new byte[64 << 10];
        while (await rest.ReadAsync(passedOver, cancellation) > 0)
        {
        }
    }

    private void Note(long offset, bool isAtEnd)
    {
        if (offset > file.Size)
            throw new FileLengthException($"{file.Key}: listed with {file.Size} bytes, and has more; nothing of it was loaded");
        if (isAtEnd && offset < file.Size)
            throw new FileLengthException($"{file.Key}: listed with {file.Size} bytes, and ends after {offset}; nothing of it was loaded");
        (_furthest, _hasEnded) = (Math.Max(_furthest, offset), _hasEnded || isAtEnd);
    }

    private sealed class Part(SizedContent whole, Stream content, long offset) : ReadOnlyStream
    {
        private long _offset = offset;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await content.ReadAsync(buffer, cancellationToken);
            _offset += read;
            whole.Note(_offset, isAtEnd: read == 0 && buffer.Length > 0);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                content.Dispose();
            base.Dispose(disposing);
        }
    }
}
