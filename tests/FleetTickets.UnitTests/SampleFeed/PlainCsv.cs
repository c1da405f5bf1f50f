using System.Text;

namespace FleetTickets.UnitTests.SampleFeed;

/// <summary>
/// The plainest reader of RFC 4180 that could work: byte by byte, broken records included. It shares nothing with the writer under
/// test, nor with the loader.
/// </summary>
internal static class PlainCsv
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The header and every record after it; a field that is no UTF-8 reads as null.</summary>
    public static IReadOnlyList<string?[]> Read(string path)
    {
        // One char a byte; a field becomes text when it is whole.
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        var records = new List<string?[]>();
        var fields = new List<string?>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? 3 : 0; i < text.Length; i++)
        {
            if (text[i] == '"' && isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || text[i] is not (',' or '\r' or '\n'))
                field.Append(text[i]);
            else if (text[i] is ',' or '\n')
                fields.Add(Decode(field));

            if (text[i] == '\n' && !isQuoted)
            {
                records.Add([.. fields]);
                fields.Clear();
            }
        }
        return records;
    }

    private static string? Decode(StringBuilder latin1)
    {
        var bytes = Encoding.Latin1.GetBytes(latin1.ToString());
        latin1.Clear();
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
