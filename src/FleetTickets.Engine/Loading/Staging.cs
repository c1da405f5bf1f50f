using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Feed.Reading;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Brings the records of the files that are loaded together into the staging tables, in constant memory. While one chunk is sent, the
/// next one is read and cleaned.
/// </summary>
/// <remarks>
/// The newest file comes first: a record of a ticket that a newer file names is counted, and never sent. So the server sees each ticket once,
/// even of 2,000 deltas after an outage.
/// </remarks>
internal sealed class Staging(NpgsqlConnection connection, TicketDataset dataset, ILoadProgress progress, CancellationToken cancellation)
    : IAsyncDisposable
{
    /// <summary>
    /// After a chunk of which every record differed from its ticket, this many chunks are sent whole without asking the server first. In a first
    /// baseline the question would be wasted; a record that is sent although nothing changed is found to be the same by the update.
    /// </summary>
    private const int ChunksUnasked = 7;

    private readonly TicketIdSet _namedByNewer = new();
    private StagingChunk _filling = new();
    private StagingChunk _spare = new();
    private Task _sending = Task.CompletedTask;
    private long _sentWhole;
    private int _unaskedLeft;

    /// <summary>Also send records that the tickets hold already, for a caller that does not trust the table.</summary>
    public bool SendsUnchanged { get; init; }

    /// <summary>When it is set, records of other tickets are left out.</summary>
    public TicketIdSet? Only { get; init; }

    /// <summary>Every ticket in Only has been read.</summary>
    public bool AllAreNamed => _namedByNewer.Count == Only?.Count;

    /// <summary>
    /// Cleans and stages every record of a file. When it turns out to be unreadable, what came before is staged, rejects included.
    /// </summary>
    /// <param name="place">The file's place among those loaded together, from 1, oldest first. The caller passes files in descending order.</param>
    public async Task<StagedFile> FillAsync(int place, ChangeFile file, ChangeReader.OpenAt open)
    {
        progress.Started(file);
        var staged = new StagedFile(file);
        var named = new TicketIdSet();
        var content = new SizedContent(file.Upload, open);
        try
        {
            await using var reader = await ChangeReader.OpenAsync(content.OpenAsync, cancellation);
            staged.Header = reader.Header;
            await ReadAsync(place, reader, staged, named);
        }
        catch (UnreadableFileException unreadable)
        {
            await content.ThrowIfOtherLengthAsync(cancellation);
            staged.Unreadable = unreadable;
        }
        // No older file follows the first one.
        if (place > 1)
            _namedByNewer.AddAll(named);
        return staged;
    }

    /// <summary>Tickets of a file whose content cannot be read again: older files do not change them.</summary>
    public void Name(IEnumerable<string> ticketIds) => _namedByNewer.AddAll(TicketIdSet.Of(ticketIds));

    /// <summary>Sends the rest and waits for all of it. Returns how many records were sent whole: at least those that differ from their tickets.</summary>
    public async Task<long> CompleteAsync()
    {
        await SendAsync();
        await _sending;
        return _sentWhole;
    }

    /// <summary>Waits until nothing uses the connection any more, also after a failure.</summary>
    public async ValueTask DisposeAsync() => await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task ReadAsync(int place, ChangeReader reader, StagedFile staged, TicketIdSet named)
    {
        using var cleaner = new RowCleaner(reader.Header);
        var typed = new TypedColumns(reader.Header);
        while (await reader.ReadAsync(cancellation))
        {
            staged.Read++;
            staged.NoteSwallowed(reader.Line, SwallowedRecords.In(reader));
            var cleaned = cleaner.Clean(reader);
            if (cleaned is KeptRecord or DroppedRecord { Reason: DropReason.Alarm })
                typed.Note(reader);
            switch (cleaned)
            {
                case KeptRecord kept:
                    Keep(place, reader.Line, kept, staged, named);
                    break;
                case RejectedRecord rejected:
                    staged.Rejected++;
                    _filling.Add(place, rejected);
                    break;
                case DroppedRecord dropped:
                    staged.Dropped++;
                    staged.Truncated |= dropped.Reason is DropReason.TruncationSentinel;
                    break;
            }
            progress.Record(reader.Offset);
            if (_filling.IsFull)
                await SendAsync();
        }
        staged.UnreadableColumns = typed.Unreadable();
    }

    private void Keep(int place, long line, KeptRecord kept, StagedFile staged, TicketIdSet named)
    {
        staged.Kept++;
        var id = TicketIdSet.HashOf(kept.TicketId);
        if (Only?.Contains(id) is false)
            return;
        if (_namedByNewer.Contains(id))
        {
            staged.NamedByNewer++;
            return;
        }
        staged.HasRepeats |= !named.Add(id);
        _filling.Add(place, line, kept);
    }

    private async Task SendAsync()
    {
        await _sending;
        _spare.Clear();
        (_filling, _spare) = (_spare, _filling);
        if (!_spare.IsEmpty)
            _sending = Task.Run(() => SendAsync(_spare), cancellation);
    }

    private async Task SendAsync(StagingChunk chunk)
    {
        var asks = !SendsUnchanged && _unaskedLeft == 0;
        var sentWhole = await StagingTable.SendAsync(connection, asks ? dataset : null, chunk, cancellation);
        _sentWhole += sentWhole;
        if (!asks)
            _unaskedLeft = Math.Max(_unaskedLeft - 1, 0);
        else if (sentWhole > 0 && sentWhole == chunk.Records.Count)
            _unaskedLeft = ChunksUnasked;
    }
}
