using System.Net;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>A person looks after the gazetteers with the program.</summary>
public sealed class CurationTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly string Program = TicketDatasets.All.Single(dataset => dataset.CarriesGeocoder).Name;

    private const string Hostile = "<script>document.title='x'</script>";

    [Fact]
    public async Task CuratedPointsAreRehearsedThenImportedThenCorrected()
    {
        await using var bench = await BenchAsync();
        var places = Path.Combine(bench.WorkingDirectory, "places.csv");
        await File.WriteAllTextAsync(places, "cluster,location,latitude,longitude\nRuiru,,-1.15,36.96\nRuiru,Milimani,-0.2803,36.0712\n", TestContext.Current.CancellationToken);

        var rehearsed = (await bench.RunAsync(Program, "--import-gazetteer", places)).Expect(0);
        Assert.Equal(
            """
            gazetteers, import: dry-run; nothing was written, --apply does it
              rows     inserted 2  changed 0  unchanged 0  kept 0
              ! more than 25 km from the cluster's point: 1

            """,
            rehearsed.Output);

        var imported = (await bench.RunAsync(Program, "--import-gazetteer", places, "--apply")).Expect(0);
        Assert.Contains("places.csv, line 3: 'milimani@Ruiru' lies 138", Assert.Single(imported.ErrorLines), StringComparison.Ordinal);
        Assert.EndsWith("  tickets  moved 1\n", imported.Output, StringComparison.Ordinal);

        var moved = (await bench.RunAsync(Program, "--geocode-move", "milimani@Ruiru", "-1.14", "36.97", "--apply")).Expect(0);
        Assert.Equal("gazetteers, move: done\n  milimani@Ruiru: manual → manual, -1.14, 36.97\n  tickets  moved 1\n", moved.Output);
        Assert.Equal("location -1.14", await bench.ValueAsync<string>($"select geo_source || ' ' || latitude from tickets.{Program}"));
    }

    [Fact]
    public async Task ABadFileIsALineAProblemAndNothingIsWritten()
    {
        await using var bench = await BenchAsync();
        var places = Path.Combine(bench.WorkingDirectory, "places.csv");
        await File.WriteAllTextAsync(places, "cluster,latitude,longitude\nRuiru,-1.15,36.96\nJuja,36.9,-1.1\n,1,36\n", TestContext.Current.CancellationToken);

        var refused = (await bench.RunAsync(Program, "--import-gazetteer", places, "--apply")).Expect(2);

        Assert.Equal(
            [
                "error: places.csv, line 3: 36.9, -1.1 is not in Kenya; latitude and longitude may be swapped. See inc --help.",
                "error: places.csv, line 4: no cluster. See inc --help.",
            ],
            refused.ErrorLines);
        Assert.Equal(0L, await bench.ValueAsync<long>("select count(*) from tickets.geo_clusters"));
    }

    [Fact]
    public async Task AnUnknownKeyIsNamedAndThePageSaysWhichThereAre()
    {
        await using var bench = await BenchAsync();

        var refused = (await bench.RunAsync(Program, "--geocode-verify", "@Ruiru", "--apply")).Expect(2);

        Assert.StartsWith("error: '@Ruiru' is not in the gazetteers; a key is LOCATION@CLUSTER", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryNameIsOnThePageAndAScriptInOneDoesNothing()
    {
        await using var bench = await BenchAsync();
        var names = await SeedAsync(bench);
        var page = Path.Combine(bench.WorkingDirectory, "review.html");
        await File.WriteAllTextAsync(page, "an older page", TestContext.Current.CancellationToken);

        var run = (await bench.RunAsync(Program, "--geocode-review", page)).Expect(0);
        Assert.Equal(($"{page}: {names.Count} names to review\n", ""), (run.Output, run.Errors));

        var document = await Chromium.DocumentAsync(page);
        Assert.Contains("<title>Places to review</title>", document, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", document, StringComparison.OrdinalIgnoreCase);
        var text = WebUtility.HtmlDecode(document);
        Assert.All(names, name => Assert.Contains(name, text, StringComparison.Ordinal));
        Assert.Equal(names.Count, document.Split("<article ").Length - 1);
        Assert.Equal([0x89, .. "PNG"u8], (await Chromium.PictureAsync(page))[..4]);
    }

    [Fact]
    public async Task FiveThousandNamesMakeAPage()
    {
        await using var bench = await BenchAsync();
        await bench.RowsAsync(
            """
            insert into tickets.geo_locations (location_key, cluster, status, candidate_latitude, candidate_longitude)
            select 'place ' || n, 'Ruiru', 'coarse', -1 - n * 0.0001, 36 + n * 0.0001 from generate_series(1, 5000) n
            returning 1
            """);
        var page = Path.Combine(bench.WorkingDirectory, "review.html");

        (await bench.RunAsync(Program, "--geocode-review", page)).Expect(0);

        Assert.Equal(5000, (await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken)).Split("<article ").Length - 1);
    }

    private async Task<Workbench> BenchAsync()
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.RowsAsync(
            $$"""
            insert into tickets.{{Program}} (ticket_id, raw)
            values ('A', '{"cluster": "Ruiru", "location_name": "NW_MILIMANI_FDT1", "is_actionable": "true"}')
            returning 1
            """);
        return bench;
    }

    private static async Task<List<string>> SeedAsync(Workbench bench)
    {
        List<string> names = [Hostile, "O'Brien's \"Court\" & Sons", "حي السلام", "🏠 estate", "=cmd|' /C calc'!A0", "</style></article>", "plain"];
        foreach (var (name, index) in names.Select((name, index) => (name, index)))
        {
            await using var insert = bench.Database.CreateCommand(
                """
                insert into tickets.geo_locations (location_key, cluster, location_name, display_name, reason, query, status, candidate_latitude, candidate_longitude)
                values ($1, $2, $3, $3, $3, $3, 'rejected_name', -1.2, 36.9)
                """);
            insert.Parameters.Add(new() { Value = $"key {index}" });
            insert.Parameters.Add(new() { Value = name });
            insert.Parameters.Add(new() { Value = name });
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        return names;
    }
}
