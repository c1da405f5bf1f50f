using System.Net;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>https to the bucket is checked: a store that cannot prove who it is gets neither key nor question.</summary>
public sealed class BucketTlsTests(SharedPostgres postgres, SharedS3 s3)
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Fact]
    public async Task AStoreWithAGoodCertificateIsDrained()
    {
        using var authority = new Authority();
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "100", "--files", "2", "--no-bad-records");
        await bench.Feed.DeliverAsync(Dataset);
        await using var front = FrontOf(bench, authority, Proof.Good);

        (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
        Assert.True(front.Connections > 0, "the store was reached by another way");
    }

    [Theory]
    [InlineData(Proof.Expired, "NotTimeValid")]
    [InlineData(Proof.Foreign, "PartialChain")]
    [InlineData(Proof.OtherHost, "RemoteCertificateNameMismatch")]
    public async Task AStoreThatCannotProveWhoItIsIsRefused(Proof proof, string reason)
    {
        using var authority = new Authority();
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        await using var front = FrontOf(bench, authority, proof);

        var line = (await bench.DrainAsync(Dataset)).FailsWithOneLine(1);

        Assert.StartsWith($"bucket {bench.Environment["TICKETS_BUCKET"]} at {front.Endpoint}/: listing automations/inc/changes/: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.EndsWith(
            ". Check that the store speaks TLS, its certificate's dates and names, and whether this machine trusts the issuer", line, StringComparison.Ordinal);
        Assert.InRange(front.Connections, 1, 5);
    }

    [Fact]
    public async Task AStoreWithoutTlsIsNotSpokenToInTheClear()
    {
        await using var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.S3);
        bench.Environment["RUSTFS_ENDPOINT"] = bench.Environment["RUSTFS_ENDPOINT"].Replace("http://", "https://", StringComparison.Ordinal);

        Assert.Contains(". Check that the store speaks TLS, ", (await bench.DrainAsync(Dataset)).FailsWithOneLine(1), StringComparison.Ordinal);
    }

    /// <summary>The bench's store behind TLS, and programs that trust the authority.</summary>
    private static TlsFront FrontOf(Workbench bench, Authority authority, Proof proof)
    {
        var front = new TlsFront(authority.Issue(IPAddress.Loopback, proof), bench.Environment["RUSTFS_ENDPOINT"]);
        bench.Environment["RUSTFS_ENDPOINT"] = front.Endpoint;
        bench.Environment["SSL_CERT_FILE"] = authority.RootFile;
        return front;
    }
}
