using System.Globalization;

namespace FleetTickets.SampleFeed;

/// <summary>How far a ticket's life has gone, and the file that last said so.</summary>
internal readonly record struct TicketState(int Revision, int SeenBy);

/// <summary>
/// One ticket at one moment: a pure function of the plan, its number and its state. Nothing of it is stored, which is how a million
/// tickets need no memory.
/// </summary>
internal sealed record Ticket(FeedPlan Plan, int Number, TicketState State)
{
    private readonly Dice _dice = Plan.Dice.For(Number);
    private readonly Oddity _oddity = Oddities.Of(Number);

    /// <summary>Monitoring's own noise, which no loader keeps.</summary>
    public bool IsAlarm { get; init; }

    public string Id => $"{Plan.Type.Prefix}{Plan.Type.IdsAfter + Number:D7}";

    public string DeliveredId => _oddity == Oddity.PaddedId ? $"  {Id} " : Id;

    public Phase Phase => Step >= Phases.Length && Step % Phases.Length == 0 ? Plan.Type.Reopened : Phases[Step % Phases.Length];

    public string DeliveredRawStatus => _dice.For(Trait.StatusSpelling).For(Step).Of(Phase.RawStatus.Delivered);

    public Cluster Cluster => _dice.For(Trait.Cluster).Of(Places.Clusters);

    public string DeliveredRegion => _dice.For(Trait.RegionSpelling).Of(Cluster.Region.Delivered);

    public string Location => Oddities.Location(_oddity) ?? string.Create(
        CultureInfo.InvariantCulture,
        $"{_dice.For(Trait.Prefix).Of(Places.CodePrefixes)}_{_dice.For(Trait.Place).Of(Cluster.Estates)}_{Box}");

    public string Latitude => _oddity == Oddity.Coordinates ? "-1.283330" : "";

    public string Longitude => _oddity == Oddity.Coordinates ? "36.816670" : "";

    public string Team => _dice.For(Trait.Team).Of(Crews.Teams);

    /// <summary>Changes with every other step: a ticket is handed over, or the closure is attributed to somebody else.</summary>
    public string Owner => _dice.For(Trait.Owner).For(Step / 2).Of(Crews.Owners);

    public string SlaStatus => Phase.Open ? "" : Hours > 24 ? "Breached" : "Compliant";

    public string Mttr => Phase.Open ? "" : _oddity == Oddity.UnreadableMttr ? "n/a" : Hours.ToString(CultureInfo.InvariantCulture);

    public string CreatedAtService => _dice.For(Trait.CreatedAtService).Below(100) switch
    {
        < 30 => "",
        var minutes when _oddity == Oddity.TimeWithOffset => Text(Opened.AddMinutes(-minutes), "yyyy-MM-dd'T'HH:mm:ss'.250+03:00'"),
        var minutes => Text(Opened.AddMinutes(-minutes)),
    };

    public string ScheduledAt => _dice.For(Trait.Schedule).Below(48) switch
    {
        < 12 => "",
        var hours => Text(Opened.Date.AddHours(Opened.Hour + hours)),
    };

    public string ClosedAt => Phase.Open ? "" : Text(Closed);

    public string FirstSeenAt => Text(Opened.AddMinutes(5 + SeenMinute));

    /// <summary>The only trait that depends on the file, so that seeing a ticket again changes nothing else.</summary>
    public string LastSeenAt => Text(FeedPlan.ContentTime(Plan.File(State.SeenBy).Time).AddMinutes(-SeenMinute));

    public string SourceCreatedAt => Text(Opened);

    public string SourceUpdatedAt => Text(Phase.Open ? Opened.AddMinutes(15 * (Step + 1)) : Closed.AddMinutes(1));

    public string SourceKey => string.Create(CultureInfo.InvariantCulture, $"exports/{Plan.Type.Name}/{State.SeenBy:D6}.json");

    public string SnapshotId => string.Create(CultureInfo.InvariantCulture, $"snapshot-{State.SeenBy:D6}");

    public string WeekStart => Text(Monday, "yyyy-MM-dd");

    public string WeekEnd => Text(Monday.AddDays(6), "yyyy-MM-dd");

    private Phase[] Phases => Plan.Type.Phases;

    private int Step => FirstStep + State.Revision;

    /// <summary>About one in twenty of the baseline is open: a quarter of the newest tenth, and a few that everybody has forgotten.</summary>
    private int FirstStep
    {
        get
        {
            var dice = _dice.For(Trait.Phase);
            if (Number > Plan.Tickets)
                return 0;
            if (Number > Plan.Tickets - Plan.Tickets / 10)
                return dice.Below(Phases.Length);
            return dice.Below(40) == 0 ? 1 : 2 + dice.For(1).Below(Phases.Length - 2);
        }
    }

    private DateTime Opened => Plan.Opened(Number).AddSeconds(_dice.For(Trait.Opened).Below(1_200));

    private DateTime Closed => Opened.AddHours((double)Hours);

    /// <summary>Below two days: no closure is newer than the name of the file that brings it. A reopened ticket takes longer.</summary>
    private decimal Hours => (25 + _dice.For(Trait.Hours).Below(4_400)) / 100m + Step / Phases.Length;

    private int SeenMinute => _dice.For(Trait.Seen).Below(60);

    private string Box => $"{_dice.For(Trait.Box).Of(Places.Boxes)}{1 + _dice.For(Trait.Box).For(1).Below(48):D2}";

    private DateTime Monday => Opened.Date.AddDays(-(((int)Opened.DayOfWeek + 6) % 7));

    private static string Text(DateTime eastAfricaTime, string format = "yyyy-MM-dd HH:mm:ss") =>
        eastAfricaTime.ToString(format, CultureInfo.InvariantCulture);
}
