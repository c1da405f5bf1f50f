using System.Text.Json;
using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

/// <summary>The verbs of the ledger as an operator uses them, on a real S3 server.</summary>
public sealed class LedgerVerbsTests(SharedPostgres postgres, SharedS3 s3)
{
    public static TheoryData<string> Datasets => [.. TicketDatasets.All.Select(dataset => dataset.Name)];

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task VerifyFindsATamperedALostAndAnUnappliedAndNothingElse(string type)
    {
        var dataset = TicketDatasets.All.Single(known => known.Name == type);
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await bench.Feed.WriteAsync("--type", type, "--tickets", "300", "--files", "12", "--late-apart");
        await bench.Feed.DeliverAsync(dataset);
        await bench.DrainAsync(dataset);
        await bench.Feed.DeliverLateAsync(dataset);
        await bench.DrainAsync(dataset);

        var clean = (await bench.RunAsync(type, "--verify")).Expect(0);
        Assert.StartsWith($"{type}: the tickets are what the files say\n", clean.Output, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse((await bench.RunAsync(type, "--verify", "--json")).Expect(0).Output);
        Assert.Equal((false, 0), (answer.RootElement.GetProperty("needs_attention").GetBoolean(), answer.RootElement.GetProperty("tickets_different").GetInt32()));

        var ids = (await bench.RowsAsync($"select ticket_id from {dataset.Table} order by 1 limit 2")).Select(row => (string)row[0]).ToList();
        await bench.RowsAsync($$"""update {{dataset.Table}} set raw = raw || '{"owner": "somebody else"}' where ticket_id = '{{ids[0]}}' returning 1""");
        await bench.RowsAsync($"delete from {dataset.Table} where ticket_id = '{ids[1]}' returning 1");
        await bench.Feed.WriteNextAsync(1);
        await bench.Feed.DeliverAsync(dataset);

        var found = (await bench.RunAsync(type, "--verify")).Expect(3);
        Assert.Matches($"(?m)^{ids[0]} differs from .*\\.csv in owner$", found.Output);
        Assert.Matches($"(?m)^{ids[1]} is missing, named by .*\\.csv$", found.Output);
        Assert.Matches($"(?m)^{dataset.ChangesFolder}.*\\.csv is not applied yet, ", found.Output);
        Assert.Contains("differences  files 1  missing tickets 1  different tickets 1", found.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFailedFileIsListedPutBackAndSkipped(string type)
    {
        const string name = "2025-06-15T17-00-00.csv";
        var dataset = TicketDatasets.All.Single(known => known.Name == type);
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await bench.Bucket.PutAsync(dataset.ChangesFolder + name, "a,b\n1,2\n"u8.ToArray());
        (await bench.DrainAsync(dataset)).Expect(3);

        Assert.Contains($"{name}  failed", (await bench.RunAsync(type, "--files", "--state", "failed")).Expect(0).Output, StringComparison.Ordinal);
        Assert.StartsWith($"{type}: dry-run, 1 file", (await bench.RunAsync(type, "--retry", name)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal([name], await bench.Bucket.NamesAsync(dataset.FailedFolder));

        using var answer = JsonDocument.Parse((await bench.RunAsync(type, "--files", "--json")).Expect(0).Output);
        var listed = Assert.Single(answer.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal((dataset.ChangesFolder + name, "failed"), (listed.GetProperty("key").GetString(), listed.GetProperty("states")[0].GetString()));

        (await bench.RunAsync(type, "--retry", name, "--apply")).Expect(0);
        Assert.Equal([name], await bench.Bucket.NamesAsync(dataset.ChangesFolder));
        Assert.Empty(await bench.Bucket.NamesAsync(dataset.FailedFolder));

        (await bench.RunAsync(type, "--skip", name, "--apply")).Expect(0);
        Assert.Equal([name], await bench.Bucket.NamesAsync(dataset.FailedFolder));
        (await bench.DrainAsync(dataset)).Expect(0);
        Assert.Contains($"{name}  skipped", (await bench.RunAsync(type, "--files")).Expect(0).Output, StringComparison.Ordinal);
        Assert.StartsWith($"{type}: 0 of 0 rejected records", (await bench.RunAsync(type, "--rejects", "--file", name)).Expect(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AnUnknownFileIsOneLineAndExitCodeTwo(string type)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);

        foreach (var verb in new[] { "--retry", "--skip" })
        {
            var refused = (await bench.RunAsync(type, verb, "no-such-file.csv", "--apply")).Expect(2);
            Assert.Matches($"^error: no-such-file\\.csv is [^\n]+ See {type} --help\\.\n$", refused.Errors);
        }
    }
}
