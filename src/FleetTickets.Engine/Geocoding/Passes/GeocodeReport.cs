using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>What a pass found and did, counted as it goes.</summary>
public sealed class GeocodeReport(PlaceKind kind, bool isDryRun)
{
    private readonly SortedDictionary<PlaceStatus, int> _answers = [];

    public PlaceKind Kind => kind;

    public bool IsDryRun => isDryRun;

    public GeocodePlan Plan { get; set; } = new([], 0, 0, 0);

    /// <summary>Names of nothing but codes and numbers.</summary>
    public long WithoutPlace { get; set; }

    /// <summary>Rows whose verdict changed without a call.</summary>
    public int Rejudged { get; set; }

    /// <summary>Requests sent.</summary>
    public int Calls { get; set; }

    /// <summary>Calls that the day's budget still allows; null when nothing was to ask.</summary>
    public int? BudgetLeft { get; set; }

    /// <summary>Why the pass stopped before all names were asked; null when it did not.</summary>
    public GeocodingStoppedException? Stop { get; set; }

    public long TicketsMoved { get; set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>How many answers ended in each status.</summary>
    public IReadOnlyDictionary<PlaceStatus, int> Answers => _answers;

    /// <summary>What kept names from a point, in words, and how many.</summary>
    public IReadOnlyList<(string Reason, int Count)> Refusals =>
        [.. _answers.Where(answer => answer.Key is not PlaceStatus.Accepted).Select(answer => (StoredWord.Spoken(answer.Key), answer.Value))];

    public int Answered => _answers.Values.Sum();

    /// <summary>Answers that the next run asks for again, or that another run took.</summary>
    public int Unanswered => Plan.ToAsk.Count - Answered + _answers.GetValueOrDefault(PlaceStatus.Retry);

    /// <summary>Names without a point when the pass ended, whatever the reason, but for those that hold no place.</summary>
    public int WithoutPoint => Plan.ToAsk.Count - _answers.GetValueOrDefault(PlaceStatus.Accepted) + Plan.Remembered + Plan.Held;

    public void Count(PlaceStatus status) => _answers[status] = _answers.GetValueOrDefault(status) + 1;
}
