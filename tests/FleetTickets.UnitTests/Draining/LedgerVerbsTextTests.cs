using FleetTickets.Cli.Output;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Operating.Deciding;
using FleetTickets.Engine.Operating.Listing;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Verifying;

namespace FleetTickets.UnitTests.Draining;

/// <summary>What the verbs of the ledger answer, on a terminal of 80 columns and redirected.</summary>
public sealed class LedgerVerbsTextTests
{
    private const string Reason = "line 1: no ticket_id column; the header has 3 columns: a, b, c";

    private static readonly TicketDataset Dataset = TicketDatasets.All[0];

    private static readonly string Failed = $"{Dataset.FailedFolder}2026-06-15T17-00-00.csv";

    public static TheoryData<string> Answers => [.. Sheets.Keys];

    private static IReadOnlyDictionary<string, ResultSheet> Sheets { get; } = new Dictionary<string, ResultSheet>
    {
        ["files"] = FilesText.Of(Dataset, [.. Waiting, .. Known(22)], null),
        ["files-failed"] = FilesText.Of(Dataset, [.. Waiting, .. Known(30)], FileStates.Failed),
        ["files-none"] = FilesText.Of(Dataset, [], null),
        ["rejects"] = RejectsText.Of(
            Dataset,
            [
                new RejectRow($"{Dataset.ChangesFolder}2026-06-15T17-00-00.csv", 1_204, "no ticket_id", ",internet,Assigned,OPEN,pending,true,false,,,North,nairobi,NW_ADR_MNT_KILELESHWA_FDT12"),
                new RejectRow($"{Dataset.ChangesFolder}2026-06-15T16-40-00.csv", 3, "33 fields, the header has 32", "WOT0715527,[red]\u001b[31m"),
            ],
            1_500, null),
        ["rejects-of-a-file"] = RejectsText.Of(Dataset, [], 1_500, "2026-06-15T17-00-00.csv"),
        ["retry"] = DecidedText.Retry(Dataset, isDryRun: false, [Decided("failed", Reason)]),
        ["retry-dry-run"] = DecidedText.Retry(Dataset, isDryRun: true, [Decided("failed", Reason), Decided("unknown", null)]),
        ["skip"] = DecidedText.Skip(Dataset, isDryRun: false, [Decided("waiting", null)]),
        ["skip-dry-run"] = DecidedText.Skip(Dataset, isDryRun: true, [Decided("waiting", null), Decided("failed", Reason)]),
        ["verify"] = VerifyText.Of(new VerifyReport(Dataset) { FilesRead = 2_000, FilesWithoutObject = 1, Tickets = 114_000, LastNamedElsewhere = 12, NamedByNothing = 3, Elapsed = TimeSpan.FromSeconds(42) }),
        ["verify-lost"] = VerifyText.Of(new VerifyReport(Dataset) { FilesRead = 1_000, FilesWithoutObject = 1_500, FilesLost = 1_500, Tickets = 114_000, LastNamedElsewhere = 50_000, Elapsed = TimeSpan.FromSeconds(42) }),
        ["verify-differences"] = VerifyText.Of(new VerifyReport(Dataset) { FilesRead = 2_000, FilesUnknown = 4, FilesDifferent = 1, Missing = 2, Different = 1_234, Tickets = 114_000, Elapsed = TimeSpan.FromSeconds(42) }),
    };

    private static IEnumerable<FileLine> Waiting =>
    [
        new($"{Dataset.ChangesFolder}2026-06-15T17-20-00.csv", [FileStates.Waiting], "1,234,567 bytes, late"),
        new($"{Dataset.ChangesFolder}2099-01-01T00-00-00.csv", [FileStates.LeftAlone], "its name is more than 24 h ahead"),
        new($"{Dataset.ChangesFolder}2026-06-15T17-00-00.csv", [FileStates.Failed], Reason),
        new($"{Dataset.ChangesFolder}2026-06-15T16-40-00.csv", [FileStates.NotArchived, FileStates.Applied], "25 read, 5 new, 20 changed"),
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public void OnATerminalOf80Columns(string name)
    {
        using var terminal = new Terminal80();
        DrawnResult.Draw(Sheets[name], terminal.Console);

        Assert.All(terminal.Text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Approved.Equal($"{name}-terminal", terminal.Text);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Redirected(string name) => Approved.Equal(name, PlainResult.Of(Sheets[name]));

    [Fact]
    public void ADifferenceIsALine() => Approved.Equal("verify-lines", string.Join('\n',
    [
        $"{Dataset.ChangesFolder}2026-06-15T17-20-00.csv {VerifyText.Waiting(12, 1_234)}",
        $"{Dataset.ProcessedFolder}2026-06-15T16-20-00.csv {VerifyText.NeverApplied(0, 7)}",
        VerifyText.Of("WOT0715527", ["mttr", "raw_status"], $"{Dataset.ChangesFolder}2026-06-15T17-00-00.csv"),
        VerifyText.Of("WOT0715528", null, $"{Dataset.ChangesFolder}2026-06-15T16-40-00.csv"),
        "",
    ]));

    private static IEnumerable<FileLine> Known(int count) => Enumerable.Range(0, count).Select(minute => new FileLine(
        $"{Dataset.ChangesFolder}2026-06-15T15-{59 - minute:00}-00.csv", [FileStates.Applied], "25 read, 5 new, 20 changed"));

    private static DecidedFile Decided(string before, string? reason) => new(new ChangeFile(new BucketObject(Failed, "tag", 10), DateTimeOffset.UnixEpoch), before, reason);
}
