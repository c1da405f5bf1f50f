using System.Buffers;
using FleetTickets.Engine.Feed.Cleaning;

namespace FleetTickets.Engine.Loading;

/// <summary>Records that are sent to the server together. One chunk is filled while the previous one is sent.</summary>
internal sealed class StagingChunk
{
    private const int MostRecords = 8192;
    private const int MostBytes = 4 << 20;

    private ArrayBufferWriter<byte> _raws = new(MostBytes);
    private int _bytesOfRejects;

    public List<StagedRecord> Records { get; } = new(MostRecords);

    public List<StagedReject> Rejects { get; } = [];

    public bool IsFull => Records.Count >= MostRecords || Rejects.Count >= MostRecords || _raws.WrittenCount + _bytesOfRejects >= MostBytes;

    public bool IsEmpty => Records.Count == 0 && Rejects.Count == 0;

    public void Add(int file, long line, KeptRecord record)
    {
        var raw = record.Raw.Span;
        Records.Add(new StagedRecord(file, line, record.TicketId, ContentHash.Of(raw), _raws.WrittenCount, raw.Length));
        _raws.Write(raw);
    }

    public void Add(int file, RejectedRecord record)
    {
        Rejects.Add(new StagedReject(file, record));
        _bytesOfRejects += record.Text.Beginning.Length;
    }

    public ReadOnlyMemory<byte> RawOf(StagedRecord record) => _raws.WrittenMemory.Slice(record.Start, record.Length);

    public void Clear()
    {
        Records.Clear();
        Rejects.Clear();
        // The memory of one long record is released for the rest of the run.
        if (_raws.Capacity > 2 * MostBytes)
            _raws = new ArrayBufferWriter<byte>(MostBytes);
        _raws.ResetWrittenCount();
        _bytesOfRejects = 0;
    }
}

/// <param name="File">Its place among the files that are loaded together, the oldest first, from 1.</param>
/// <param name="Start">Where its <c>raw</c> begins in the chunk.</param>
internal readonly record struct StagedRecord(int File, long Line, string TicketId, Guid ContentHash, int Start, int Length);

/// <param name="File">As in <see cref="StagedRecord"/>.</param>
internal readonly record struct StagedReject(int File, RejectedRecord Record);
