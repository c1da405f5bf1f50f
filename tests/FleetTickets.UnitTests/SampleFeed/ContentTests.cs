using System.Text;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.SampleFeed;

/// <summary>What a demonstration of six files holds, and therefore what a loader is shown.</summary>
public sealed class ContentTests : IDisposable
{
    private static readonly string[] Header =
    [
        "ticket_id", "service_type", "normalized_status", "raw_status", "bucket", "is_actionable", "is_alarm", "is_auto_created",
        "is_auto_closed", "cluster", "region", "location_name", "latitude", "longitude", "assigned_team", "owner", "department",
        "sla_status", "mttr", "created_at_service", "scheduled_at", "closed_at", "first_seen_at", "last_seen_at", "source_created_at",
        "source_updated_at", "source_type", "source_s3_bucket", "source_s3_key", "source_snapshot_id", "week_start", "week_end",
    ];

    private readonly WrittenFeed _feed = new("--tickets", "1000", "--rows-per-delta", "40");

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public void EveryFileHasThe32Columns(string type) =>
        Assert.All(_feed.ChangeFiles(type), file => Assert.Equal(Header, PlainCsv.Read(file)[0]));

    [Theory]
    [InlineData("inc", "WOT")]
    [InlineData("crq", "CRQ")]
    public void IdsHaveThePrefixOfTheirTypeAndSevenDigits(string type, string prefix) =>
        Assert.All(_feed.ExpectedTickets(type), ticket => Assert.Matches($"^{prefix}[0-9]{{7}}$", ticket.GetProperty("ticket_id").GetString()));

    [Fact]
    public void AboutFivePercentAreOpen() => Assert.InRange(ShareOfExpected("is_actionable", "true"), 0.03, 0.08);

    [Fact]
    public void AboutThirtyPercentHaveNoCreatedAtService() => Assert.InRange(ShareOfExpected("created_at_service", ""), 0.25, 0.35);

    [Fact]
    public void OneTicketInAThousandHasCoordinates() =>
        Assert.Single(_feed.ExpectedTickets("inc").Take(1_000), ticket => ticket.GetProperty("raw").GetProperty("latitude").GetString() != "");

    [Theory]
    [InlineData("Opposite \"Quickmart\" gate B")]
    [InlineData("Kilimani, Wood Avenue, house 14")]
    [InlineData("Riverside Court\nBlock C\ndoor 4")]
    [InlineData("Mtwapa Plaza\r\n2nd floor, \"left\"")]
    [InlineData("Café Résidence Élysée, Lavington")]
    [InlineData("Bamburi 📍 karibu na ufuo 🏖️")]
    [InlineData("  NW_ADR_MNT_KILELESHWA_FDT12 ")]
    public void LocationsAreWhatPeopleType(string location) =>
        Assert.Contains(_feed.ExpectedTickets("inc"), ticket => ticket.GetProperty("raw").GetProperty("location_name").GetString() == location);

    [Fact]
    public void SomeValuesNeedCleaning()
    {
        var baseline = Records(1).ToList();
        Assert.Contains(baseline, record => record["ticket_id"] == "  WOT0700019 ");
        Assert.Subset(baseline.Select(record => record["region"]).ToHashSet(), new HashSet<string?> { "Nairobi", "NAIROBI", "nairobi" });
        Assert.Contains(baseline, record => record["raw_status"] == "cLOSED");
    }

    [Fact]
    public void FilesDifferInLineEndAndByteOrderMark()
    {
        Assert.Contains("week_end\nWOT", Text(1), StringComparison.Ordinal);
        Assert.Contains("week_end\r\nWOT", Text(2), StringComparison.Ordinal);
        Assert.Equal([false, false, true], Enumerable.Range(1, 3).Select(index => Text(index).StartsWith('\uFEFF')));
    }

    [Fact]
    public void ContentTrailsTheFileNameByTwoDays() =>
        Assert.All(Records(1), record => Assert.InRange(record["last_seen_at"]!, "2026-06-13 05:00:00", "2026-06-13 06:00:00"));

    [Fact]
    public void ATruncatedFileEndsWithTheSentinel()
    {
        Assert.Equal("EXPORT STOPPED: row limit reached", Assert.Single(PlainCsv.Read(_feed.ChangeFile("inc", 2))[^1]));
        Assert.True(FileSummary(2, "truncated"));
    }

    [Fact]
    public void AlarmsAreAmongTheRecords() => Assert.Equal(10, Records(1).Count(record => record["is_alarm"] == "True"));

    [Fact]
    public void TheBaselineHasEachBadRecordOnce()
    {
        var records = PlainCsv.Read(_feed.ChangeFile("inc", 1));
        Assert.Single(records, record => string.IsNullOrWhiteSpace(record[0]));
        Assert.Single(records, record => record.Length == Header.Length + 1);
        Assert.Single(records, record => record.Any(field => field?.Contains('\0') == true));
        Assert.Single(records, record => record.Contains(null));
    }

    [Fact]
    public void ATicketThatChangedTwiceIsInTheFileTwice()
    {
        var rows = Records(1).Where(record => record["ticket_id"] == "WOT0700001").ToList();
        Assert.Equal(2, rows.Count);
        Assert.NotEmpty(ChangedColumns(rows[0], rows[1]));
    }

    [Fact]
    public void ADeltaBringsNewTicketsUpdatesClosuresAndReopenings()
    {
        var before = ById(1);
        var changes = ById(2)
            .Select(change => (Before: before.GetValueOrDefault(change.Key)?["is_actionable"], After: change.Value["is_actionable"]))
            .ToList();
        Assert.Contains((null, "true"), changes);
        Assert.Contains(("true", "true"), changes);
        Assert.Contains(("true", "false"), changes);
        Assert.Contains(("false", "true"), changes);
    }

    [Fact]
    public void TheFirstReEmissionRepeatsEveryRow()
    {
        var state = ById(1);
        foreach (var (id, row) in ById(2))
            state[id] = row;
        Assert.Equal(state, ById(3));
    }

    [Fact]
    public void TheSecondReEmissionHasANewLastSeenAtAndNothingElseThatIsKept()
    {
        var (earlier, later) = (ById(3), ById(4));
        Assert.Equal(earlier.Keys, later.Keys);
        Assert.All(later, ticket => Assert.Equal(
            ["last_seen_at", "source_s3_key", "source_snapshot_id"], ChangedColumns(earlier[ticket.Key], ticket.Value)));
    }

    [Fact]
    public void ALateFileLiesBetweenTwoEarlierFilesAndBothLosesAndWins()
    {
        Assert.Equal("2026-06-15T07-10-00.csv", Path.GetFileName(_feed.ChangeFile("inc", 6)));
        Assert.True(FileSummary(6, "late"));
        var (newer, late) = (ById(5), ById(6));
        Assert.Contains(late, ticket => newer.TryGetValue(ticket.Key, out var row) && row["raw_status"] != ticket.Value["raw_status"]);
        Assert.Contains(late, ticket => !newer.ContainsKey(ticket.Key));
    }

    public void Dispose() => _feed.Dispose();

    private string Text(int index) => Encoding.UTF8.GetString(File.ReadAllBytes(_feed.ChangeFile("inc", index)));

    private bool FileSummary(int index, string flag) => _feed.Summary("inc").GetProperty("files")[index - 1].GetProperty(flag).GetBoolean();

    private double ShareOfExpected(string column, string value)
    {
        var tickets = _feed.ExpectedTickets("inc");
        return (double)tickets.Count(ticket => ticket.GetProperty("raw").GetProperty(column).GetString() == value) / tickets.Count;
    }

    /// <summary>The records of an INC file that have every field, by column.</summary>
    private IEnumerable<Dictionary<string, string?>> Records(int index) =>
        PlainCsv.Read(_feed.ChangeFile("inc", index)).Skip(1)
            .Where(record => record.Length == Header.Length)
            .Select(record => Header.Zip(record).ToDictionary(pair => pair.First, pair => pair.Second));

    /// <summary>The last word of an INC file on each ticket that it names.</summary>
    private SortedDictionary<string, Dictionary<string, string?>> ById(int index)
    {
        var tickets = new SortedDictionary<string, Dictionary<string, string?>>(StringComparer.Ordinal);
        foreach (var record in Records(index))
        {
            var isSound = record["is_alarm"] == "false" && record["location_name"]?.Contains('\0') == false;
            if (isSound && record["ticket_id"]!.Trim() is { Length: > 0 } id)
                tickets[id] = record;
        }
        return tickets;
    }

    private static IEnumerable<string> ChangedColumns(Dictionary<string, string?> before, Dictionary<string, string?> after) =>
        Header.Where(column => before[column] != after[column]);
}
