using Npgsql;
using Testcontainers.PostgreSql;

namespace FleetTickets.TestServers;

/// <summary>A postgis/postgis container, when a Docker engine answers and the image is there or can be pulled.</summary>
internal sealed class PostgresContainer : IPostgresSource
{
    private const string Repository = "postgis/postgis";
    private const string ImageToPull = $"{Repository}:17-3.5";

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
        await Docker.PrepareTestcontainersAsync(cancellation);
        var image = await Docker.FindImageAsync(Repository, ImageToPull, cancellation);

        var container = new PostgreSqlBuilder(image)
            .WithTmpfsMount("/var/lib/postgresql/data")
            .WithCommand("-c", "max_connections=200", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
            .Build();
        try
        {
            await container.StartAsync(cancellation);
            var host = await Docker.ReachableHostAsync(container, PostgreSqlBuilder.PostgreSqlPort, cancellation);
            var connectionString = new NpgsqlConnectionStringBuilder(container.GetConnectionString()) { Host = host }.ConnectionString;
            return new PostgresContainer(container, image, connectionString);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
