using System.Security.Cryptography;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace FleetTickets.TestServers;

/// <summary>A minio/minio container, when a Docker engine answers and the image is there or can be pulled.</summary>
internal sealed class MinioContainer : IS3Source
{
    private const string Repository = "minio/minio";
    private const string ImageToPull = $"{Repository}:RELEASE.2025-09-07T16-13-09Z"; // the last release published as an image
    private const ushort Port = 9000;
    private const string Worker = "worker";
    private const string Stranger = "stranger";

    private readonly IContainer _container;

    private MinioContainer(IContainer container, string image, S3Access access)
    {
        _container = container;
        Description = $"a container of {image}";
        Access = access;
    }

    public string Description { get; }

    public S3Access Access { get; }

    public bool OutlivesUs => false;

    public static async Task<MinioContainer> StartAsync(CancellationToken cancellation)
    {
        await Docker.PrepareTestcontainersAsync(cancellation);
        var image = await Docker.FindImageAsync(Repository, ImageToPull, cancellation);

        var secret = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var container = new ContainerBuilder(image)
            .WithCommand("server", "/data")
            .WithPortBinding(Port, assignRandomHostPort: true)
            .WithEnvironment("MINIO_ROOT_USER", Worker)
            .WithEnvironment("MINIO_ROOT_PASSWORD", secret)
            .WithEnvironment("MC_HOST_local", $"http://{Worker}:{secret}@127.0.0.1:{Port}")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("mc", "ready", "local"))
            .Build();
        try
        {
            await container.StartAsync(cancellation);
            await AddUserWithoutRightsAsync(container, secret, cancellation);
            var endpoint = $"http://{await Docker.ReachableHostAsync(container, Port, cancellation)}:{container.GetMappedPublicPort(Port)}";
            return new MinioContainer(container, image, new S3Access(endpoint, "us-east-1", Worker, secret, Stranger, secret));
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static async Task AddUserWithoutRightsAsync(IContainer container, string secret, CancellationToken cancellation)
    {
        var added = await container.ExecAsync(["mc", "admin", "user", "add", "local", Stranger, secret], cancellation);
        if (added.ExitCode != 0)
            throw new InvalidOperationException($"mc admin user add failed in the {Repository} container: {added.Stderr.Trim()}");
    }
}
