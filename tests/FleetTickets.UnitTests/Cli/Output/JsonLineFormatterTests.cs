using System.Text.Json;
using FleetTickets.Cli.Output;
using FleetTickets.UnitTests.Cli.Programs;
using Serilog;
using Serilog.Formatting.Compact;

namespace FleetTickets.UnitTests.Cli.Output;

public sealed class JsonLineFormatterTests
{
    [Fact]
    public void TheMessageQuotesNoNames()
    {
        using var line = JsonDocument.Parse(LogLines.Of(new JsonLineFormatter(), Write));

        Assert.Equal("Applied a \"b\".csv: 3 read", line.RootElement.GetProperty("@m").GetString());
        Assert.Equal(("a \"b\".csv", 3), (line.RootElement.GetProperty("File").GetString(), line.RootElement.GetProperty("Read").GetInt32()));
    }

    [Fact]
    public void TheIdOfAnEventIsThatOfItsTemplate()
    {
        using var ours = JsonDocument.Parse(LogLines.Of(new JsonLineFormatter(), Write));
        using var theirs = JsonDocument.Parse(LogLines.Of(new RenderedCompactJsonFormatter(), Write));

        Assert.Equal(theirs.RootElement.GetProperty("@i").GetString(), ours.RootElement.GetProperty("@i").GetString());
    }

    private static void Write(ILogger log) => log.Warning("Applied {File}: {Read} read", "a \"b\".csv", 3);
}
