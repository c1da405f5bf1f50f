using Amazon.S3.Model;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>The two kinds of bucket; every promise about one is made for both.</summary>
public enum BucketKind
{
    Directory,
    S3,
}

/// <summary>A bucket of one test, seen from outside the programs.</summary>
internal interface ITestBucket
{
    /// <summary>The settings that lead a program to it.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    Task PutAsync(string key, byte[] content);

    /// <summary>Names under a folder, without the folder, sorted.</summary>
    Task<IReadOnlyList<string>> NamesAsync(string folder);
}

internal sealed class TestDirectoryBucket(string root) : ITestBucket
{
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["TICKETS_BUCKET"] = $"file://{root}" };

    public Task PutAsync(string key, byte[] content)
    {
        var path = Path.Combine(root, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
    }

    public Task<byte[]> ReadAsync(string key) => File.ReadAllBytesAsync(Path.Combine(root, key), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<string>> NamesAsync(string folder)
    {
        var directory = new DirectoryInfo(Path.Combine(root, folder));
        return Task.FromResult<IReadOnlyList<string>>(
            directory.Exists ? [.. directory.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)] : []);
    }
}

internal sealed class TestS3Bucket(S3Server server, string name) : ITestBucket
{
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["TICKETS_BUCKET"] = name,
        ["RUSTFS_ENDPOINT"] = server.Endpoint,
        ["RUSTFS_REGION"] = server.Region,
        ["RUSTFS_ACCESS_KEY"] = server.AccessKey,
        ["RUSTFS_SECRET_KEY"] = server.SecretKey,
    };

    public Task PutAsync(string key, byte[] content) => server.PutAsync(name, key, content, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<string>> NamesAsync(string folder)
    {
        var names = new List<string>();
        var listing = server.Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = name, Prefix = folder });
        await foreach (var found in listing.S3Objects.WithCancellation(TestContext.Current.CancellationToken))
            names.Add(found.Key[folder.Length..]);
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
