namespace FleetTickets.SampleFeed;

internal enum BadRecord
{
    NoTicketId, FieldCount, Nul, InvalidUtf8,
}

/// <summary>Records that must not reach the tickets. All but one name a real ticket: a loader that lets them in ends in a wrong state.</summary>
internal static class BadRecords
{
    public static readonly BadRecord[] All = Enum.GetValues<BadRecord>();

    public static void Write(CsvWriter csv, BadRecord kind, Ticket ticket)
    {
        foreach (var column in Columns.All)
        {
            switch (kind, column.Name)
            {
                case (BadRecord.NoTicketId, Columns.TicketId):
                    csv.Field("  ");
                    break;
                case (BadRecord.Nul, Columns.LocationName):
                    csv.Field("NW_ADR_\0_FDT01");
                    break;
                case (BadRecord.InvalidUtf8, Columns.LocationName):
                    csv.Bytes([(byte)'R', 0xC3, (byte)'(', 0xFF]);
                    break;
                default:
                    csv.Field(column.Delivered(ticket));
                    break;
            }
        }
        if (kind == BadRecord.FieldCount)
            csv.Field("one field too many");
        csv.EndRecord();
    }
}
