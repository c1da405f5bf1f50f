using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FleetTickets.Benchmarks.Load;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Loading;

namespace FleetTickets.Benchmarks.Stages;

/// <summary>What a record costs on its way to the server, stage by stage; each includes those before it.</summary>
[MemoryDiagnoser]
public class StageBenchmarks
{
    private const int Records = 10_000;

    private readonly string _name = "Buruburu Phase 5";
    private byte[] _file = [];

    internal static int Run()
    {
        // In this process: another one would be built by the tool, outside the solution's rules and locked versions.
        var job = Job.Default.WithMaxIterationCount(20).WithToolchain(InProcessEmitToolchain.Instance);
        var summary = BenchmarkRunner.Run<StageBenchmarks>(ManualConfig.Create(DefaultConfig.Instance).AddJob(job));
        return summary.HasCriticalValidationErrors ? 1 : 0;
    }

    [GlobalSetup]
    public void WriteFile() => _file = Encoding.UTF8.GetBytes(string.Join('\n', FeedFiles.Records(Records, 0).Prepend(FeedFiles.Header)) + "\n");

    [Benchmark(OperationsPerInvoke = Records, Baseline = true)]
    public async Task<long> ReadCsv()
    {
        var fields = 0L;
        await using var reader = await OpenAsync();
        while (await reader.ReadAsync(CancellationToken.None))
            fields += reader.FieldCount;
        return fields;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public async Task<long> Clean()
    {
        var bytes = 0L;
        await using var reader = await OpenAsync();
        using var cleaner = new RowCleaner(reader.Header);
        while (await reader.ReadAsync(CancellationToken.None))
            bytes += ((KeptRecord)cleaner.Clean(reader)).Raw.Length;
        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public async Task<int> Hash()
    {
        var hashes = 0;
        var named = new TicketIdSet();
        await using var reader = await OpenAsync();
        using var cleaner = new RowCleaner(reader.Header);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            var kept = (KeptRecord)cleaner.Clean(reader);
            named.Add(TicketIdSet.HashOf(kept.TicketId));
            hashes ^= ContentHash.Of(kept.Raw.Span).GetHashCode();
        }
        return hashes;
    }

    /// <summary>Of one name; cleaning it is the database's.</summary>
    [Benchmark]
    public int AskForAName() => QueryLadder.OfLocation(_name, "Embakasi").Count;

    private Task<ChangeReader> OpenAsync() =>
        ChangeReader.OpenAsync((_, _) => Task.FromResult<Stream>(new MemoryStream(_file)), CancellationToken.None);
}
