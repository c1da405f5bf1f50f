using System.Buffers;
using System.Text;

namespace FleetTickets.SampleFeed;

/// <summary>RFC 4180 in UTF-8; also lets bytes through that are no UTF-8, for the records that are meant to be broken.</summary>
internal sealed class CsvWriter : IDisposable
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create("\",\r\n");

    private readonly StreamWriter _text;
    private bool _isInsideRecord;

    public CsvWriter(Stream stream, string lineEnd, bool byteOrderMark) =>
        _text = new(stream, new UTF8Encoding(byteOrderMark), bufferSize: 1 << 16, leaveOpen: true) { NewLine = lineEnd };

    public void Field(string value)
    {
        Separate();
        if (value.AsSpan().ContainsAny(NeedQuotes))
            _text.Write($"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        else
            _text.Write(value);
    }

    public void Bytes(ReadOnlySpan<byte> field)
    {
        Separate();
        _text.Flush();
        _text.BaseStream.Write(field);
    }

    public void EndRecord()
    {
        _text.WriteLine();
        _isInsideRecord = false;
    }

    public void Dispose() => _text.Dispose();

    private void Separate()
    {
        if (_isInsideRecord)
            _text.Write(',');
        _isInsideRecord = true;
    }
}
