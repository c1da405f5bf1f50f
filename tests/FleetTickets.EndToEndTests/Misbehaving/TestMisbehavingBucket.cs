using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Misbehaving;

internal sealed class TestMisbehavingBucket(MisbehavingStore store) : ITestBucket
{
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["TICKETS_BUCKET"] = MisbehavingStore.Bucket,
        ["RUSTFS_ENDPOINT"] = store.Endpoint,
        ["RUSTFS_ACCESS_KEY"] = "key",
        ["RUSTFS_SECRET_KEY"] = "secret",
    };

    public Task PutAsync(string key, byte[] content)
    {
        store.Put(key, content);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> NamesAsync(string folder) => Task.FromResult<IReadOnlyList<string>>(
        [.. store.Keys.Where(key => key.StartsWith(folder, StringComparison.Ordinal)).Select(key => key[folder.Length..])]);
}
