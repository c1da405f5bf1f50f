using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Output;

/// <summary>A result on a terminal of 80 columns, and the same one redirected.</summary>
public sealed class DrawnResultTests
{
    private const string Key = "automations/inc/changes/2026-06-15T17-00-00.csv";

    private static readonly ResultSheet Everything = new("a title \u001b[31m[bold]")
    {
        Facts =
        [
            Fact.Counts("counts", ("found", 2), ("applied", 1_234_567), ("superseded", 12_345), ("unchanged", 1_000_000), ("left over", 3)),
            new Fact("", "[red]it goes on[/]"),
            new Fact("a key", Key),
        ],
        Table = new ResultTable(
            [new ResultColumn("key"), new ResultColumn("records", IsNumber: true), new ResultColumn("reason")],
            [[Key, "12", "no ticket_id column; the header has 3 columns: a, b, c"], [Key + "\u0007", "1,234,567", ""]]),
        Remarks = ["this is for a person, and it is a sentence that is so long that no terminal of 80 columns has room for it"],
    };

    [Fact]
    public void OnATerminalItIsTablesThatFit()
    {
        var drawn = Terminal80.Shows(Everything);

        Assert.All(drawn.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Approved.Equal("result-terminal", drawn);
    }

    [Fact]
    public void RedirectedItIsAlignedLines() => Approved.Equal("result-plain", PlainResult.Of(Everything));

    [Fact]
    public void ATitleAloneIsALine()
    {
        var sheet = new ResultSheet("nothing to tell") { Table = new ResultTable([new ResultColumn("key")], []) };

        Assert.Equal("nothing to tell\n", Terminal80.Shows(sheet));
        Assert.Equal("nothing to tell\n", PlainResult.Of(sheet));
    }
}
