using CsvHelper;

namespace FleetTickets.Engine.Feed.Reading;

/// <summary>
/// Reads one change file record by record, in constant memory. A record that breaks the rules is returned like any other, with its
/// <see cref="Defect"/> named; only what makes the whole file worthless is thrown.
/// </summary>
public sealed class ChangeReader : IAsyncDisposable
{
    /// <summary>Bytes. A longer record is passed over without being held, and returned with a defect.</summary>
    public const int LargestRecord = 16 << 20;

    private const int ReadBuffer = 256 << 10;

    /// <summary>
    /// Bytes. A longer record is measured before it is held: of a megabyte of commas the CSV library would keep a million places.
    /// </summary>
    private const int UsualRecord = 512 << 10;

    private readonly OpenAt _open;
    private CsvReader _csv;
    private long _startOffset;
    private long _linesBefore;
    private CsvMalformedReason? _malformed;
    private bool _isTooLong;
    private OversizedRecord? _oversized;
    private OversizedRecord? _held;

    private ChangeReader(OpenAt open, Stream content)
    {
        _open = open;
        _csv = Over(content, UsualRecord, hasHeader: true);
        Header = null!; // set by OpenAsync before anyone sees the reader
    }

    /// <summary>Opens the file's content from a byte offset on; called again only to pass over an oversized record.</summary>
    public delegate Task<Stream> OpenAt(long offset, CancellationToken cancellation);

    public FeedHeader Header { get; private set; }

    /// <summary>1-based line of the file on which the current record starts.</summary>
    public long Line => _oversized?.Line ?? (_linesBefore + _csv.LineNumber);

    /// <summary>Bytes of the file before the current record.</summary>
    public long Offset => _oversized?.Offset ?? (_startOffset + _csv.ByteOffset);

    /// <summary>Bytes of the current record in the file; 0 when it was passed over.</summary>
    public int Length => _oversized is null ? _csv.RawRecord.Length : 0;

    /// <summary>None in a record that is too long, whether it could be held or not.</summary>
    public int FieldCount => _isTooLong ? 0 : _csv.FieldCount;

    /// <summary>The record stands on more than one line: some quoted field holds line breaks.</summary>
    public bool HasLineBreaks => !_isTooLong && _csv.RawRecord.ContainsAny("\r\n"u8);

    /// <summary>What is wrong with the current record as a record, or null.</summary>
    public string? Defect => _malformed switch
    {
        _ when _oversized is { Length: <= LargestRecord, Fields: var fields } => $"{fields} fields, the header has {Header.Columns.Count}",
        _ when _isTooLong => $"record of {_oversized?.Length ?? _csv.RawRecord.Length} bytes, at most {LargestRecord} allowed",
        CsvMalformedReason.StrayQuote => "broken quoting: a quote inside an unquoted field",
        CsvMalformedReason.TextAfterClosingQuote => "broken quoting: text after a closing quote",
        { } other => $"broken quoting: {other}",
        _ when FieldCount != Header.Columns.Count => $"{FieldCount} fields, the header has {Header.Columns.Count}",
        _ when _csv.RawRecord.Contains((byte)0) => "NUL byte",
        _ when !System.Text.Unicode.Utf8.IsValid(_csv.RawRecord) => "invalid UTF-8",
        _ => null,
    };

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="UnreadableFileException">It is not a change file.</exception>
    public static async Task<ChangeReader> OpenAsync(OpenAt open, CancellationToken cancellation)
    {
        var content = new FirstBytesStream(await open(0, cancellation));
        var reader = new ChangeReader(open, content);
        try
        {
            reader._startOffset = await content.BeginAsync(cancellation);
            await reader.ReadHeaderAsync(content, cancellation);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves to the next record. The spans of the one before are no longer valid.</summary>
    /// <exception cref="UnreadableFileException">The file ends inside a quoted field.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        _malformed = null;
        _isTooLong = false;
        _oversized = null;
        if (_held is { } held)
            await GoOnAfterAsync(held, cancellation);
        try
        {
            if (!await _csv.ReadAsync(cancellation))
                return false;
        }
        catch (CsvFormatException tooLong)
        {
            await MeasureAsync(_startOffset + tooLong.ByteOffset, _linesBefore + tooLong.LineNumber, cancellation);
            if (_oversized is not null)
                return true;
        }
        // The library only refuses what its buffer cannot hold, and that grows a little beyond the limit.
        _isTooLong = _csv.RawRecord.Length > LargestRecord;
        return _malformed is CsvMalformedReason.UnterminatedQuote ? throw StillOpen(Line) : true;
    }

    /// <summary>The decoded field, UTF-8; empty past the record's end.</summary>
    public ReadOnlySpan<byte> Field(int index) => index >= 0 && index < FieldCount ? _csv.GetSpan(index) : [];

    /// <summary>The record as it stands in the file: its beginning, its length and the hash of all of it.</summary>
    public RecordText Text() => _oversized?.Text ?? RecordText.Of(_csv.RawRecord);

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private async Task ReadHeaderAsync(FirstBytesStream content, CancellationToken cancellation)
    {
        try
        {
            await _csv.ReadHeaderAsync(cancellation);
        }
        catch (CsvFormatException)
        {
            throw new UnreadableFileException($"no end of the first line within {UsualRecord} bytes; expected a CSV header of at most {FeedHeader.MostColumns} columns", 1);
        }
        // NUL, FE and FF start no UTF-8 text; they do start UTF-16 and UTF-32, which the CSV library would quietly convert.
        if (content.First.IndexOfAny<byte>(0x00, 0xFE, 0xFF) >= 0)
            throw new UnreadableFileException("not UTF-8 text (UTF-16, UTF-32 or binary)", 1);
        if (_csv.Headers.Count == 0)
            throw new UnreadableFileException("the file is empty; expected a CSV header", 1);
        if (_malformed is not null)
            throw new UnreadableFileException($"the header's quoting is broken: {_malformed}", 1);
        Header = FeedHeader.Parse(_csv.Headers);
    }

    /// <summary>Holds a record that is long and can be one; passes over any other, which is <c>_oversized</c> then.</summary>
    private async Task MeasureAsync(long offset, long line, CancellationToken cancellation)
    {
        await _csv.DisposeAsync();
        OversizedRecord measured;
        await using (var content = await _open(offset, cancellation))
            measured = await OversizedRecord.MeasureAsync(content, offset, line, cancellation) ?? throw StillOpen(line);
        if (measured.Length <= LargestRecord && measured.Fields == Header.Columns.Count)
        {
            (_startOffset, _linesBefore, _held) = (offset, line - 1, measured);
            _csv = Over(await _open(offset, cancellation), LargestRecord, hasHeader: false);
            await _csv.ReadAsync(cancellation);
            return;
        }
        await GoOnAfterAsync(measured, cancellation);
        _oversized = measured;
        _isTooLong = true;
    }

    private async Task GoOnAfterAsync(OversizedRecord record, CancellationToken cancellation)
    {
        await _csv.DisposeAsync();
        _held = null;
        _startOffset = record.Offset + record.Length;
        _linesBefore = record.Line + record.LineBreaks - 1;
        _csv = Over(await _open(_startOffset, cancellation), UsualRecord, hasHeader: false);
    }

    private static UnreadableFileException StillOpen(long line) =>
        new("a quote opened in this record is still open at the end of the file; was the upload cut short?", line);

    private CsvReader Over(Stream content, int longest, bool hasHeader) => CsvReader.Create(content, new CsvReaderOptions
    {
        Separator = ',',
        HasHeader = hasHeader,
        BufferSize = ReadBuffer,
        MaxRecordSize = longest,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MalformedData = CsvMalformedDataHandling.Recover,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        OnMalformedRecord = record => _malformed = record.Reason,
    });
}
