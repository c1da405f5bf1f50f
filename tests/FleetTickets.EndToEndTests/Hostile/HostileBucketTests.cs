using System.Diagnostics;
using System.Text;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>What no export puts into a directory bucket: one line each, no more memory than for any file, and the next file is loaded.</summary>
public sealed class HostileBucketTests(SharedPostgres postgres, SharedS3 s3)
{
    private const long MiB = 1 << 20;

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;
    private static readonly string Header = string.Join(',', FeedColumns.All) + "\n";
    private static readonly byte[] NextFile = Encoding.UTF8.GetBytes($"{Header}NEXT,,x,,,true{new string(',', 26)}\n");

    [Theory]
    [InlineData("a field of 2 GB", "WOT1,\"", 2048 * MiB, "\"\n", "rejected")]
    [InlineData("a field of 2 GB whose quote stays open", "WOT1,\"", 2048 * MiB, "", "failed")]
    [InlineData("a line of 100 MB without a comma", "", 100 * MiB, "\n", "rejected")]
    [InlineData("a header of 100 MB", null, 100 * MiB, "\n", "failed")]
    public async Task WhatIsTooLongIsPassedOverInLittleMemory(string what, string? before, long length, string after, string fate)
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Bucket.PutAsync(Dataset.ChangesFolder + "2026-06-15T08-00-00.csv", NextFile);
        PutSparse(bench, "2026-06-15T07-00-00.csv", before is null ? "" : Header + before, length, after);

        // Held behind the second commit, as a process that is gone has no memory to look at.
        await using var held = bench.StartWithFault("after-commit@2:hold", Dataset.Name, "--from-bucket", "--apply");
        await held.WaitForLineAsync("Fault at after-commit");
        var peak = held.PeakMemoryBytes();
        await held.SignalAsync("TERM");
        (await held.EndAsync()).Expect(143);

        Assert.True(peak <= 150 * MiB, $"{what}: {peak / MiB} MiB");
        Assert.Equal(1, await bench.ValueAsync<long>($"select count(*) from {Dataset.Table}"));
        Assert.Equal(
            fate is "failed" ? "failed 0" : "applied 1",
            await bench.ValueAsync<string>("select status || ' ' || rows_rejected from tickets.import_files order by file_time limit 1"));
    }

    [Fact]
    public async Task LinksPipesAndOddNamesGetALineEachAndStopNothing()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        await bench.Bucket.PutAsync(Dataset.ChangesFolder + "2026-06-15T08-00-00.csv", NextFile);
        await bench.Bucket.PutAsync(Dataset.ChangesFolder + "\e[31m\nfatal: all is lost", NextFile);
        var secret = Path.Combine(bench.WorkingDirectory, "outside.csv");
        await File.WriteAllBytesAsync(secret, NextFile, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(PathOf(bench, "2026-06-15T09-00-00.csv"), secret);
        Directory.CreateSymbolicLink(PathOf(bench, "2026-06-15T10-00-00.csv"), bench.WorkingDirectory);
        await RunAsync("mkfifo", PathOf(bench, "2026-06-15T07-00-00.csv"));
        var noText = $"\"$(printf '{PathOf(bench, "")}\\377.csv')\"";
        await RunAsync("sh", "-c", $"touch {noText}");

        var drained = await bench.DrainAsync(Dataset);
        // .NET cannot name this one, and so cannot delete it.
        await RunAsync("sh", "-c", $"rm {noText}");

        drained.Expect(0);

        Assert.Equal(
            "applied 2026-06-15T08-00-00.csv",
            await bench.ValueAsync<string>(
                "select string_agg(status || ' ' || substring(key from '[^/]*$'), ', ' order by key) from tickets.import_files"));
        string[] expected =
        [
            "09-00-00.csv is a symbolic link", "10-00-00.csv is a symbolic link", "its name is not UTF-8", "fatal: all is lost is left alone",
            "07-00-00.csv is left alone: it is a pipe",
        ];
        foreach (var said in expected)
            Assert.Single(drained.ErrorLines, line => line.Contains(said, StringComparison.Ordinal));
        Assert.True(File.Exists(secret));
    }

    private static string PathOf(Workbench bench, string name) =>
        Path.Combine(new Uri(bench.Environment["TICKETS_BUCKET"]).LocalPath, Dataset.ChangesFolder, name);

    /// <summary>A file with a hole in it, which reads as NUL bytes and takes no room.</summary>
    private static void PutSparse(Workbench bench, string name, string before, long hole, string after)
    {
        using var file = File.Create(PathOf(bench, name));
        file.Write(Encoding.UTF8.GetBytes(before));
        file.SetLength(file.Position + hole);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(after));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var running = Process.Start(program, arguments);
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, running.ExitCode);
    }
}
