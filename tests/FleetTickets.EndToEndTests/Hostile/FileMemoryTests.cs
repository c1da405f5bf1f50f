using System.Text;
using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

/// <summary>Whatever a file holds, the real program loads, rejects or sets it aside in less than 200 MiB, and goes on with the next file.</summary>
public sealed class FileMemoryTests(SharedPostgres postgres, SharedS3 s3)
{
    private const long MostBytes = 200 << 20;
    private const int Fifteen = 15 << 20;

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;
    private static readonly string Header = string.Join(',', FeedColumns.All) + "\n";
    private static readonly string OpenTicket = $"WOT1,,x,,,true{new string(',', 9)}";
    private static readonly string EndOfTicket = $"{new string(',', 17)}\n";

    /// <summary>A kind, what comes before, what is repeated and how often, what comes after, and the ledger's status, rejects and tickets.</summary>
    public static TheoryData<string, string, string, int, string, string> Kinds => new()
    {
        { "a header of 7,000,000 columns", "ticket_id", ",c", 7_000_000, "\nWOT1\n", "failed 0 1" },
        { "a header of 2,000 columns with names of 200 characters", "ticket_id", "," + new string('c', 200), 2_000, "\nWOT1\n", "failed 0 1" },
        { "a record of 16,000,000 commas", Header, ",", 16_000_000, "\n", "applied 1 1" },
        { "a record of 500,000 commas", Header, ",", 500_000, "\n", "applied 1 1" },
        { "a sound record of 15 MB", Header + OpenTicket, "x", Fifteen, EndOfTicket, "applied 0 2" },
        { "a sound record of 15 MB with quotes", Header + OpenTicket + "\"", "\"\"", Fifteen / 2, "\"" + EndOfTicket, "applied 0 2" },
        { "a record of 15 MB of control characters", Header + OpenTicket, "\u0001", Fifteen, EndOfTicket, "applied 1 1" },
        { "a sound record of 7 MB of line breaks", Header + OpenTicket + "\"", "\n", Fifteen / 2, "\"" + EndOfTicket, "applied 0 2" },
        { "an id of 15 MB", Header, "W", Fifteen, $",,x,,,true{new string(',', 26)}\n", "applied 1 1" },
        { "a region of 15 MB", Header + $"WOT1,,x,,,true{new string(',', 5)}", "É", Fifteen / 2, $"{new string(',', 21)}\n", "applied 0 2" },
        { "3,000,000 bad lines", Header, "no record\n", 3_000_000, "", "failed 3000000 1" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ItTakesLittleMemory(string what, string before, string repeated, int times, string after, string fate)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Bucket.PutAsync(Dataset.ChangesFolder + "2026-06-15T08-00-00.csv", Encoding.UTF8.GetBytes($"{Header}NEXT,,x,,,true{new string(',', 26)}\n"));
        await WriteAsync(bench, before, repeated, times, after);

        // Held behind the second commit, as a process that is gone has no memory to look at.
        await using var held = bench.StartWithFault("after-commit@2:hold", Dataset.Name, "--from-bucket", "--apply");
        await held.WaitForLineAsync("Fault at after-commit");
        var peak = held.PeakMemoryBytes();
        await held.SignalAsync("TERM");
        (await held.EndAsync()).Expect(143);

        Assert.Equal(fate, await bench.ValueAsync<string>(
            $"select status || ' ' || rows_rejected || ' ' || (select count(*) from {Dataset.Table}) from tickets.import_files order by file_time limit 1"));
        Assert.InRange(await bench.ValueAsync<long>("select count(*) from tickets.import_rejects"), 0, 1_000);
        Assert.True(peak < MostBytes, $"{what}: {peak >> 20} MiB");
    }

    private static async Task WriteAsync(Workbench bench, string before, string repeated, int times, string after)
    {
        await using var file = File.CreateText(Path.Combine(new Uri(bench.Environment["TICKETS_BUCKET"]).LocalPath, Dataset.ChangesFolder, "2026-06-15T07-00-00.csv"));
        await file.WriteAsync(before);
        for (var i = 0; i < times; i++)
            await file.WriteAsync(repeated);
        await file.WriteAsync(after);
    }
}
