using System.Text;
using System.Text.Json;
using CsCheck;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Feed.Cleaning;
using FleetTickets.UnitTests.Feed.Reading;

namespace FleetTickets.UnitTests.Hostile;

/// <summary>Whatever becomes of a file on its way: each record has a fate, or the file is unreadable, and there is a line that says why.</summary>
public sealed class FileFuzzTests
{
    private static readonly byte[] Valid =
    [
        .. FeedCsv.Bytes(FeedCsv.Of(
            FeedCsv.Record(("ticket_id", "WOT1"), ("owner", "\"Wanjiku, \"\"A.\"\"\""), ("region", "NAIROBI"), ("mttr", "1.5")),
            FeedCsv.Record(("ticket_id", "WOT2"), ("location_name", "\"two\r\nlines\""), ("raw_status", "çlosed"), ("is_alarm", "false")),
            FeedCsv.Record(("ticket_id", "WOT3"), ("is_alarm", "True")), "EXPORT STOPPED: too many rows", FeedCsv.Ticket("WOT4"))),
    ];

    [Fact]
    public void AMutatedFileIsReadOrRefusedWithAReason() => Mutation.Of(Valid).Sample(HasAFate, iter: 10_000);

    [Fact]
    public void AMutatedBodyIsReadOrRefusedWithAReason() => Mutation.Of(Valid[FeedCsv.Header.Length..]).Sample(
        body => HasAFate([.. FeedCsv.Bytes(FeedCsv.Header), .. body]), iter: 10_000);

    private static void HasAFate(byte[] file)
    {
        try
        {
            Assert.All(CleanedFile.Of(file).GetAwaiter().GetResult(), IsSound);
        }
        catch (UnreadableFileException unreadable)
        {
            Assert.True(unreadable.Line >= 1, $"line {unreadable.Line}");
            Assert.NotEmpty(unreadable.Message);
            Assert.DoesNotContain('\0', unreadable.Message);
        }
    }

    /// <summary>What PostgreSQL takes: JSON without NUL, a ticket, a text without NUL.</summary>
    private static void IsSound(CleaningResult result)
    {
        switch (result)
        {
            case KeptRecord kept:
                Assert.NotEmpty(kept.TicketId);
                Assert.Equal(kept.TicketId, JsonDocument.Parse(kept.Raw).RootElement.GetProperty("ticket_id").GetString());
                Assert.DoesNotContain("\\u0000", Encoding.UTF8.GetString(kept.Raw.Span), StringComparison.Ordinal);
                break;
            case RejectedRecord rejected:
                Assert.True(rejected.Line >= 2, $"line {rejected.Line}");
                Assert.NotEmpty(rejected.Reason);
                Assert.DoesNotContain('\0', rejected.Text.Beginning);
                break;
        }
    }
}
