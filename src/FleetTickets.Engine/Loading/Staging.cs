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
/// The newest file comes first: a record of a ticket that a newer file names is counted, and never sent. Of 2,000 deltas after an outage
/// the server so sees each ticket once.
/// </remarks>
internal sealed class Staging(NpgsqlConnection connection, TicketDataset dataset, ILoadProgress progress, CancellationToken cancellation)
    : IAsyncDisposable
{
    /// <summary>
    /// So many chunks go without asking what their tickets have, after one of which they had nothing. In a first baseline, or where every
    /// record differs, it would be asked in vain; what is sent in vain instead is found to be the same by the update.
    /// </summary>
    private const int ChunksUnasked = 7;

    private readonly TicketIdSet _namedByNewer = new();
    private StagingChunk _filling = new();
    private StagingChunk _spare = new();
    private Task _sending = Task.CompletedTask;
    private long _sentWhole;
    private int _unaskedLeft;

    /// <summary>Also what the tickets have already goes to the server: for who does not take their word for it.</summary>
    public bool SendsUnchanged { get; init; }

    /// <summary>Records of other tickets do not count, when it is set.</summary>
    public TicketIdSet? Only { get; init; }

    /// <summary>Each of the tickets that count has been met.</summary>
    public bool AllAreNamed => _namedByNewer.Count == Only?.Count;

    /// <summary>
    /// Cleans and stages every record of a file. When it turns out to be unreadable, what came before is staged, rejects included.
    /// </summary>
    /// <param name="place">Of the file among those loaded together, the oldest first, from 1. Files come in falling order.</param>
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
        // After the oldest file nobody asks any more.
        if (place > 1)
            _namedByNewer.AddAll(named);
        return staged;
    }

    /// <summary>Tickets that a file names whose content cannot be had: no older file speaks of them.</summary>
    public void Name(IEnumerable<string> ticketIds) => _namedByNewer.AddAll(TicketIdSet.Of(ticketIds));

    /// <summary>Sends what is left and waits for all of it. Returns how many records were sent whole: at least those that their tickets do not have.</summary>
    public async Task<long> CompleteAsync()
    {
        await SendAsync();
        await _sending;
        return _sentWhole;
    }

    /// <summary>The connection is in nobody's hands afterwards, also when something failed.</summary>
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
