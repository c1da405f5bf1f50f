using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>
/// Records inside a quoted field. A stray quote opens one, the next stray quote closes it, and by the rules of CSV all lines between
/// the two are the text of that field: nothing is wrong with the record, and the records on those lines are gone.
/// </summary>
internal static class SwallowedRecords
{
    /// <summary>How many lines inside of the record's fields look like records of the file: as many commas as a record has.</summary>
    public static long In(ChangeReader record)
    {
        if (!record.HasLineBreaks)
            return 0;
        var found = 0L;
        for (var i = 0; i < record.FieldCount; i++)
            found += In(record.Field(i), record.Header.Columns.Count - 1);
        return found;
    }

    /// <summary>The first and the last line are the ends of two records, which meet in the field: their commas count together.</summary>
    private static long In(ReadOnlySpan<byte> field, int commasOfARecord)
    {
        var (found, ends, line) = (0L, 0, 0);
        foreach (var range in field.SplitAny("\r\n"u8))
        {
            var text = field[range];
            var commas = text.Count((byte)',');
            var isEnd = line++ is 0 || range.End.Value == field.Length;
            if (isEnd)
                ends += commas;
            else if (commas == commasOfARecord)
                found++;
        }
        return line > 1 && ends == commasOfARecord ? found + 1 : found;
    }
}
