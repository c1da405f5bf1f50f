namespace FleetTickets.TestServers;

/// <summary>A server that somebody else runs, named by environment variables.</summary>
internal sealed record GivenS3(S3Access Access) : IS3Source
{
    public const string EndpointVariable = Prefix + "ENDPOINT";

    private const string Prefix = "FLEETTICKETS_TEST_S3_";

    private static readonly string[] RequiredNames = ["ENDPOINT", "ACCESS_KEY", "SECRET_KEY", "DENIED_ACCESS_KEY", "DENIED_SECRET_KEY"];

    public string Description => $"the server in {EndpointVariable}";

    public bool OutlivesUs => true;

    public static GivenS3 FromEnvironment()
    {
        var missing = RequiredNames.Where(name => Variable(name) is null).Select(name => Prefix + name).ToArray();
        if (missing.Length > 0)
            throw new InvalidOperationException($"{EndpointVariable} is set, so these must be set as well: {string.Join(", ", missing)}");

        return new GivenS3(new S3Access(
            Variable("ENDPOINT")!, Variable("REGION") ?? "us-east-1", Variable("ACCESS_KEY")!, Variable("SECRET_KEY")!,
            Variable("DENIED_ACCESS_KEY")!, Variable("DENIED_SECRET_KEY")!));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(Prefix + name) is { Length: > 0 } value ? value : null;
}
