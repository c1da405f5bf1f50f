namespace FleetTickets.SampleFeed;

/// <summary>
/// One type's stream of change files. It is written file by file, in the order of their arrival, and knows after each what state every
/// ticket should be in: the generator's own account, made of what it decided and not of what it wrote.
/// </summary>
internal sealed class ChangeStream(FeedPlan plan)
{
    /// <summary>A delta of fewer rows is plain: nothing in it but changes.</summary>
    private const int SmallestVariedDelta = 10;

    // The only memory that grows with the feed: eight bytes a ticket.
    private readonly List<TicketState> _states = new(plan.Tickets);
    private readonly List<int> _updatedByLastDelta = [];

    public int TicketCount => _states.Count;

    public IEnumerable<Ticket> FinalTickets => AllNumbers.Select(Current);

    private IEnumerable<int> AllNumbers => Enumerable.Range(1, _states.Count);

    public FileTally Tell(FeedFile file, CsvWriter? csv)
    {
        var records = new ChangeFile(csv, Math.Max(plan.Tickets, _states.Count + plan.NewPerDelta));
        switch (file.Kind)
        {
            case FileKind.Baseline:
                TellBaseline(file, records);
                break;
            case FileKind.UnchangedReEmission:
                TellAll(records);
                break;
            case FileKind.SeenAgainReEmission:
                SeeAllAgain(file);
                TellAll(records);
                break;
            case FileKind.Late:
                TellLate(file, records);
                break;
            default:
                TellDelta(file, records);
                break;
        }
        return records.Tally;
    }

    private void TellBaseline(FeedFile file, ChangeFile records)
    {
        for (var number = 1; number <= plan.Tickets; number++)
        {
            records.Add(Open(file));
            if (number % 100 == 25)
                records.AddAlarm(Next(number, file));
            // Once each, however large the file: a loader refuses a file with too many of them.
            if (plan.BadRecords && number - 26 is >= 0 and var kind && kind < BadRecords.All.Length)
                records.AddBad(BadRecords.All[kind], Next(number, file));
        }
        for (var number = 1; number <= Math.Min(3, plan.Tickets / 10); number++)
            records.Add(Advance(number, file));
    }

    private void TellAll(ChangeFile records)
    {
        foreach (var ticket in FinalTickets)
            records.Add(ticket);
    }

    private void SeeAllAgain(FeedFile file)
    {
        foreach (var number in AllNumbers)
            _states[number - 1] = _states[number - 1] with { SeenBy = file.Index };
    }

    private void TellDelta(FeedFile file, ChangeFile records)
    {
        _updatedByLastDelta.Clear();
        for (var row = 0; row < plan.NewPerDelta; row++)
            records.Add(Open(file));
        for (var row = plan.NewPerDelta; row < plan.RowsPerDelta; row++)
        {
            var number = Pick(file, row);
            records.Add(Advance(number, file));
            _updatedByLastDelta.Add(number);
        }
        if (plan.RowsPerDelta >= SmallestVariedDelta)
            AddVariety(file, records);
        if (file.IsTruncated)
            records.AddSentinel(behindEmptyFields: file.Index % 20 != 2);
    }

    /// <summary>A second change of one ticket, an alarm and a bad record.</summary>
    private void AddVariety(FeedFile file, ChangeFile records)
    {
        records.Add(Advance(_updatedByLastDelta[0], file));
        records.AddAlarm(Next(_updatedByLastDelta[1], file));
        if (plan.BadRecords)
            records.AddBad(BadRecords.All[file.Index % BadRecords.All.Length], Next(_updatedByLastDelta[2], file));
    }

    /// <summary>
    /// The delta before has a newer name: a ticket that it named keeps what it said, whatever the late file says. Some of those are
    /// always among the rows; the others are news.
    /// </summary>
    private void TellLate(FeedFile file, ChangeFile records)
    {
        for (var row = 0; row < plan.RowsPerDelta; row++)
        {
            var number = row % 2 == 0 && row < _updatedByLastDelta.Count ? _updatedByLastDelta[row] : Pick(file, row);
            var isOvertaken = _states[number - 1].SeenBy == file.Index - 1;
            records.Add(isOvertaken ? Previous(number, file) : Advance(number, file));
        }
    }

    /// <summary>An open ticket sooner than a closed one: work goes on where it is not done, and the share of open tickets stays.</summary>
    private int Pick(FeedFile file, int row)
    {
        var dice = plan.Dice.For(-file.Index).For(row);
        var number = 0;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            number = Pick(dice.For(attempt));
            if (Current(number).Phase.Open)
                break;
        }
        return number;
    }

    /// <summary>Mostly one of the newest tenth; now and then an old one.</summary>
    private int Pick(Dice dice)
    {
        var among = dice.For(0).Below(5) > 0 ? Math.Max(1, _states.Count / 10) : _states.Count;
        return _states.Count - dice.For(1).Below(among);
    }

    private Ticket Open(FeedFile file)
    {
        _states.Add(new(Revision: 0, SeenBy: file.Index));
        return Current(_states.Count);
    }

    private Ticket Advance(int number, FeedFile file)
    {
        _states[number - 1] = Next(number, file).State;
        return Current(number);
    }

    private Ticket Current(int number) => new(plan, number, _states[number - 1]);

    private Ticket Next(int number, FeedFile file) => new(plan, number, new(_states[number - 1].Revision + 1, file.Index));

    private Ticket Previous(int number, FeedFile file) =>
        new(plan, number, new(Math.Max(0, _states[number - 1].Revision - 1), file.Index));
}
