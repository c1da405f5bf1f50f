using System.Text.RegularExpressions;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>What a person sees of a run on a terminal of 80 columns, and what a scheduler's log gets of the same run.</summary>
public sealed partial class TranscriptTests(SharedPostgres postgres, SharedS3 s3)
{
    private const string Arguments = "--from-bucket --apply";

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Fact]
    public async Task OnATerminalARunEndsWithATable()
    {
        await using var bench = await BenchWithFeedAsync();

        var shown = await RealTerminal.ShowAsync($"{Dataset.Name} {Arguments}", bench.Environment);

        Assert.Matches(Style(), shown);
        Assert.All(RealTerminal.Visible(shown).Split('\n', '\r'), line => Assert.InRange(line.Length, 0, 80));
        var table = RealTerminal.Visible(shown);
        await ApprovedAsync("transcript-terminal", table[table.IndexOf($"{Dataset.Name}: done", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task WhoWantsNoColoursGetsTheSameTableWithoutAny(string variable, string value)
    {
        await using var bench = await BenchWithFeedAsync();

        var shown = await RealTerminal.ShowAsync($"{variable}={value} {Dataset.Name} {Arguments} --no-progress", bench.Environment);

        Assert.DoesNotMatch(Style(), shown);
        var table = RealTerminal.Visible(shown);
        await ApprovedAsync("transcript-terminal", table[table.IndexOf($"{Dataset.Name}: done", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task RedirectedARunIsLinesOfALog()
    {
        await using var bench = await BenchWithFeedAsync();

        var run = (await bench.DrainAsync(Dataset)).Expect(3);

        await ApprovedAsync("transcript-redirected", $"stderr:\n{run.Errors}\nstdout:\n{run.Output}");
    }

    [Fact]
    public async Task AsJsonARunIsAnEventALineAndOneObjectAtTheEnd()
    {
        await using var bench = await BenchWithFeedAsync();

        var run = (await bench.DrainAsync(Dataset, "--log-format", "json")).Expect(3);

        await ApprovedAsync("transcript-json", $"stderr:\n{run.Errors}\nstdout:\n{run.Output}");
    }

    private async Task<Workbench> BenchWithFeedAsync()
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "50", "--files", "2");
        await bench.Feed.DeliverAsync(Dataset);
        return bench;
    }

    private static async Task ApprovedAsync(string name, string shown)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Approved", $"{name}.txt");
        var approved = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        var received = Settled(shown);
        if (received == approved)
            return;
        var beside = Path.ChangeExtension(file, ".received.txt");
        await File.WriteAllTextAsync(beside, received, TestContext.Current.CancellationToken);
        Assert.Fail($"tests/FleetTickets.UnitTests/Approved/{name}.txt is not what was received: {beside}");
    }

    /// <summary>Times, versions and machines are other ones each day.</summary>
    private static string Settled(string shown)
    {
        // The names of the bucket and the database decide how wide the table is.
        shown = DrawnPlaces().Replace(shown, "│ …\n");
        shown = Border().Replace(shown, "─");
        shown = RightEdge().Replace(shown, " │\n");
        shown = Places().Replace(shown, "  $1  …");
        shown = TableElapsed().Replace(shown, found => "N.N s".PadRight(found.Length));
        foreach (var (pattern, settled) in new (Regex, string)[]
        {
            (ClockTime(), "DATE TIME EAT "), (Elapsed(), "N.N s"), (Silence(), "stalled: N h"), (JsonTime(), "\"$1\":\"TIME\""),
            (JsonElapsed(), "\"elapsed_seconds\":N"), (JsonMachine(), "\"$1\":\"…\""), (OnHost(), " on HOST: "), (JsonSilence(), "\"feed_stalled\",\"count\":N"),
        })
            shown = pattern.Replace(shown, settled);
        return shown;
    }

    [GeneratedRegex("│ bucket .*?(?=╰)", RegexOptions.Singleline)]
    private static partial Regex DrawnPlaces();

    [GeneratedRegex("─+")]
    private static partial Regex Border();

    [GeneratedRegex(" +│\n")]
    private static partial Regex RightEdge();

    [GeneratedRegex("^  (bucket|database) .*$", RegexOptions.Multiline)]
    private static partial Regex Places();

    [GeneratedRegex(@"\x1B\[[0-9;]*m")]
    private static partial Regex Style();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d EAT ", RegexOptions.Multiline)]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"\d+\.\d s")]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"stalled: [\d.]+ h( \d+ min)?")]
    private static partial Regex Silence();

    [GeneratedRegex(@"\d+\.\d\u00a0s +")]
    private static partial Regex TableElapsed();

    [GeneratedRegex("\"(@t|at)\":\"[^\"]*\"")]
    private static partial Regex JsonTime();

    [GeneratedRegex("\"elapsed_seconds\":[\\d.]+")]
    private static partial Regex JsonElapsed();

    [GeneratedRegex("\"(host|version|bucket|database)\":\"[^\"]*\"")]
    private static partial Regex JsonMachine();

    [GeneratedRegex(" on [^ :]+: ")]
    private static partial Regex OnHost();

    [GeneratedRegex("\"feed_stalled\",\"count\":\\d+")]
    private static partial Regex JsonSilence();
}
