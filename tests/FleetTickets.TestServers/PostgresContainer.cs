using DotNet.Testcontainers.Configurations;
using Npgsql;
using Testcontainers.PostgreSql;

namespace FleetTickets.TestServers;

/// <summary>A postgis/postgis container, when a Docker engine answers and the image is there or can be pulled.</summary>
internal sealed class PostgresContainer : IPostgresSource
{
    private const string Repository = "postgis/postgis";
    private const string ImageToPull = $"{Repository}:17-3.5";

    // What Testcontainers 4.16 starts beside our container, to remove it when we are killed.
    private const string ReaperImage = "testcontainers/ryuk:0.14.0";

    private readonly PostgreSqlContainer _container;

    private PostgresContainer(PostgreSqlContainer container, string image, string connectionString)
    {
        _container = container;
        Description = $"a container of {image}";
        ConnectionString = connectionString;
    }

    public string Description { get; }

    public string ConnectionString { get; }

    public static async Task<PostgresContainer> StartAsync(CancellationToken cancellation)
    {
        await SpeakTheEnginesVersionAsync(cancellation);
        var image = await FindImageAsync(cancellation);
        TestcontainersSettings.ResourceReaperEnabled = await HasImageAsync(ReaperImage, cancellation);

        var container = new PostgreSqlBuilder(image)
            .WithTmpfsMount("/var/lib/postgresql/data")
            .WithCommand("-c", "max_connections=200", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
            .Build();
        try
        {
            await container.StartAsync(cancellation);
            return new PostgresContainer(container, image, await ReachableAsync(container.GetConnectionString(), cancellation));
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    /// <summary>Testcontainers asks for an API version that older engines refuse; theirs must be named before its first call.</summary>
    private static async Task SpeakTheEnginesVersionAsync(CancellationToken cancellation)
    {
        var engine = await Docker.RunAsync(["version", "--format", "{{.Server.APIVersion}}"], cancellation);
        if (Version.TryParse(engine, out var version) && version < new Version(1, 44) && Environment.GetEnvironmentVariable("DOCKER_API_VERSION") is null)
            Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine);
    }

    private static async Task<string> FindImageAsync(CancellationToken cancellation)
    {
        var tags = await Docker.RunAsync(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", Repository], cancellation);
        var newest = tags.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(tag => !tag.EndsWith("<none>", StringComparison.Ordinal)).Max(StringComparer.Ordinal);
        if (newest is null)
            await Docker.RunAsync(["pull", "--quiet", ImageToPull], cancellation);
        return newest ?? ImageToPull;
    }

    private static async Task<bool> HasImageAsync(string image, CancellationToken cancellation) =>
        (await Docker.RunAsync(["image", "ls", "--quiet", image], cancellation)).Length > 0;

    /// <summary>Inside a container Testcontainers takes the bridge's address, which is wrong when the engine runs beside us.</summary>
    private static async Task<string> ReachableAsync(string connectionString, CancellationToken cancellation)
    {
        var loopback = new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1" }.ConnectionString;
        try
        {
            await using var connection = new NpgsqlConnection(loopback);
            await connection.OpenAsync(cancellation);
            return loopback;
        }
        catch (NpgsqlException)
        {
            return connectionString;
        }
    }
}
