using System.Globalization;
using System.Text.Json;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.EndToEndTests;

/// <summary>What <c>--status</c> tells a person, a program and a scheduler.</summary>
public sealed class StatusTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Fact]
    public async Task AFreshFeedIsHealthyAndASilentOneIsNot()
    {
        await using var bench = await BenchWithRecentFeedAsync();

        var healthy = (await bench.RunAsync(Dataset.Name, "--status", "--stalled-after", "48")).Expect(0);
        Assert.StartsWith("inc: healthy\n", healthy.Output, StringComparison.Ordinal);

        var silent = (await bench.RunAsync(Dataset.Name, "--status", "--stalled-after", "0")).Expect(3);
        Assert.StartsWith("inc: needs a look\n", silent.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheJsonHasTheApprovedKeys()
    {
        await using var bench = await BenchWithRecentFeedAsync();

        var status = (await bench.RunAsync(Dataset.Name, "--status", "--json", "--stalled-after", "48")).Expect(0);

        var approved = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Approved", "status-json.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(KeysOf(approved), KeysOf(status.Output));
    }

    [Fact]
    public async Task MetricsAreWrittenWholeAndNothingElseIsLeft()
    {
        await using var bench = await BenchWithRecentFeedAsync();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "inc.prom");
            (await bench.RunAsync(Dataset.Name, "--status", "--prometheus", file, "--stalled-after", "48")).Expect(0);

            Assert.Equal([file], Directory.GetFiles(folder.FullName));
            Assert.Contains("\nfleettickets_needs_attention{dataset=\"inc\"} 0\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task AnErrorIsJsonForWhoExpectsJson()
    {
        await using var bench = await BenchWithRecentFeedAsync();
        bench.Environment["DATABASE_URL"] = "postgresql://app:hush-hush@127.0.0.1:1/tickets";

        foreach (var question in new[] { "--status", "--files", "--rejects", "--verify" })
        {
            var run = (await bench.RunAsync(Dataset.Name, question, "--json")).Expect(1);
            using var error = JsonDocument.Parse(run.Output);
            Assert.Equal(1, error.RootElement.GetProperty("exit_code").GetInt32());
            Assert.Contains("cannot be reached", error.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AMonitorsLoginMayAskEverythingButWhatARejectedRecordSays()
    {
        await using var bench = await BenchWithRecentFeedAsync();
        await bench.RowsAsync($"insert into tickets.import_rejects (dataset, key, etag, line, reason, text) values ('inc', 'a.csv', 'x', 2, 'no ticket id', 'a person') returning 1");
        bench.Environment["DATABASE_URL"] = new NpgsqlConnectionStringBuilder(bench.Environment["DATABASE_URL"]) { Options = "-c role=fleettickets_read" }.ConnectionString;

        foreach (var question in new[] { "--files", "--verify" })
            (await bench.RunAsync(Dataset.Name, question)).Expect(0);
        (await bench.RunAsync(Dataset.Name, "--status", "--stalled-after", "48")).Expect(0);
        var rejects = (await bench.RunAsync(Dataset.Name, "--rejects")).Expect(0).Output;

        Assert.Contains("no ticket id", rejects, StringComparison.Ordinal);
        Assert.DoesNotContain("a person", rejects, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOlderSchemaIsToldAndIsForAPerson()
    {
        await using var bench = await BenchWithRecentFeedAsync();
        await bench.RowsAsync("delete from tickets.schema_migrations where filename = '30_cheaper_columns.sql' returning 1");

        var status = (await bench.RunAsync(Dataset.Name, "--status", "--stalled-after", "48")).Expect(3);
        var drain = (await bench.DrainAsync(Dataset)).Expect(2);

        Assert.Contains("lacks 1 migration:  30_cheaper_columns.sql", status.Output, StringComparison.Ordinal);
        Assert.Contains("tickets       total ", status.Output, StringComparison.Ordinal);
        Assert.Contains("it lacks 30_cheaper_columns.sql", drain.Errors, StringComparison.Ordinal);
    }

    /// <summary>Six files of yesterday.</summary>
    private async Task<Workbench> BenchWithRecentFeedAsync()
    {
        var yesterday = TimeProvider.System.GetUtcNow().ToOffset(ChangeFile.EastAfricaTime).AddDays(-1);
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await bench.Feed.WriteAsync(
            "--type", Dataset.Name, "--tickets", "100", "--no-bad-records",
            "--start", yesterday.ToString("yyyy-MM-dd'T'HH-mm-ss", CultureInfo.InvariantCulture));
        await bench.Feed.DeliverAsync(Dataset);
        (await bench.DrainAsync(Dataset)).Expect(0);
        return bench;
    }

    /// <summary>
    /// Names of the properties and of those inside them; the ways to place a ticket are data, not keys, and what a quiet bench has none of
    /// is held by the approved text alone.
    /// </summary>
    private static IEnumerable<string> KeysOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().SelectMany(property => KeysOf(property.Name, property.Value))];
    }

    private static IEnumerable<string> KeysOf(string name, JsonElement value) => value.ValueKind switch
    {
        _ when name is "geo_sources" or "geocoder_budgets" or "held_by" or "alarms" => [name],
        JsonValueKind.Object => [name, .. value.EnumerateObject().SelectMany(inner => KeysOf($"{name}.{inner.Name}", inner.Value))],
        JsonValueKind.Array when value.GetArrayLength() > 0 => KeysOf(name, value[0]),
        _ => [name],
    };
}
