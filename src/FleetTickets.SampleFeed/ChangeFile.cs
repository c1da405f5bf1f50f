using System.Collections;

namespace FleetTickets.SampleFeed;

/// <summary>
/// One change file as it is being told: counts every record and, where a writer is given, writes it. A file that was written in an
/// earlier run is told again without a writer.
/// </summary>
internal sealed class ChangeFile
{
    private readonly CsvWriter? _csv;
    private readonly BitArray _named;

    /// <param name="csv">Null when the file has already been written.</param>
    /// <param name="highestNumber">No ticket in the file has a higher number.</param>
    public ChangeFile(CsvWriter? csv, int highestNumber)
    {
        _csv = csv;
        _named = new(highestNumber + 1);
        foreach (var column in Columns.All)
            _csv?.Field(column.Name);
        _csv?.EndRecord();
    }

    public FileTally Tally { get; } = new();

    public void Add(Ticket ticket)
    {
        if (_named[ticket.Number])
            Tally.Superseded++;
        else
            Tally.Kept++;
        _named[ticket.Number] = true;
        Write(ticket);
    }

    public void AddAlarm(Ticket ticket)
    {
        Tally.DroppedAlarm++;
        Write(ticket with { IsAlarm = true });
    }

    /// <summary>The export's own last words: fewer fields than the header, and not always in the first one.</summary>
    public void AddSentinel(bool behindEmptyFields)
    {
        Tally.DroppedSentinel++;
        foreach (var field in behindEmptyFields ? ["", "", "Export stopped: time limit"] : new[] { "EXPORT STOPPED: row limit reached" })
            _csv?.Field(field);
        _csv?.EndRecord();
    }

    public void AddBad(BadRecord kind, Ticket ticket)
    {
        Tally.Rejected++;
        if (_csv is not null)
            BadRecords.Write(_csv, kind, ticket);
    }

    private void Write(Ticket ticket)
    {
        if (_csv is null)
            return;
        foreach (var column in Columns.All)
            _csv.Field(column.Delivered(ticket));
        _csv.EndRecord();
    }
}
