using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Bucket;

/// <summary>
/// Opens the next files while one is read. With many small files, the round trips to the store would otherwise take most of the time.
/// </summary>
/// <param name="files">In the order in which they will be opened.</param>
internal sealed class ReadAhead(IChangeBucket bucket, IEnumerable<ChangeFile> files, CancellationToken cancellation) : IAsyncDisposable
{
    private const int Ahead = 4;

    private readonly Queue<ChangeFile> _waiting = new(files);
    private readonly Dictionary<ChangeFile, Task<Stream>> _opened = [];

    /// <summary>Returns the opener of a file's content.</summary>
    public ChangeReader.OpenAt Open(ChangeFile file) => (offset, token) =>
    {
        while (_waiting.Count > 0 && _opened.Count <= Ahead)
        {
            var next = _waiting.Dequeue();
            _opened.Add(next, bucket.OpenAsync(next.Upload, 0, cancellation));
        }
        return offset == 0 && _opened.Remove(file, out var content) ? content : bucket.OpenAsync(file.Upload, offset, token);
    };

    /// <summary>Closes contents that were opened and not used.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var content in _opened.Values)
        {
            await ((Task)content).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (content.IsCompletedSuccessfully)
                await content.Result.DisposeAsync();
        }
    }
}
