using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>
/// A cluster that speaks TLS with any certificate, on an address of its own, so that its port is always free. Of its two loaders one may
/// come encrypted only and one in the clear only: who gets in shows how the connection was made.
/// </summary>
public sealed class TlsPostgres : IAsyncLifetime
{
    public const string Password = "an open secret";

    private readonly Authority _authority = new();
    private readonly IPAddress _address = new([127, .. RandomNumberGenerator.GetBytes(2), (byte)RandomNumberGenerator.GetInt32(1, 255)]);

    private PrivatePostgres? _cluster;
    private PostgresServer? _server;
    private TestDatabase? _database;
    private Proof? _proof;

    /// <summary>The certificate of the authority that a client may trust.</summary>
    public string RootFile => _authority.RootFile;

    public string Address => $"{_address}";

    public string Psql => Path.Combine(_cluster!.Binaries, "psql");

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        _cluster = await PrivatePostgres.StartAsync(cancellation, listenOn: Address);
        _server = PostgresServer.Of(_cluster);
        _database = await _server.CreateDatabaseAsync(cancellation: cancellation);
        await SharedPostgres.MigrateAsync(_database.ConnectionString, cancellation);
        foreach (var user in new[] { "encrypted", "clear" })
            await ExecuteAsync($"create role {user} login password '{Password}' in role fleettickets_ingest");
        await WriteAsync("pg_hba.conf",
            """
            local all fleettickets scram-sha-256
            hostssl all encrypted 127.0.0.0/8 scram-sha-256
            hostnossl all clear 127.0.0.0/8 scram-sha-256
            """);
        await RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public string Url(string user, string query) =>
        $"postgresql://{user}:{Uri.EscapeDataString(Password)}@{Address}/{new Npgsql.NpgsqlConnectionStringBuilder(_database!.ConnectionString).Database}?{query}";

    /// <summary>From here on the server shows this certificate; null: it knows no TLS.</summary>
    public async Task ShowAsync(Proof? proof)
    {
        if (proof == _proof)
            return;
        if (proof is { } shown)
        {
            using var certificate = _authority.Issue(_address, shown);
            await WriteAsync("server.crt", certificate.ExportCertificatePem());
            await WriteAsync("server.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
        await ExecuteAsync($"alter system set ssl = {(proof is null ? "off" : "on")}");
        await RestartAsync();
        _proof = proof;
    }

    private async Task RestartAsync()
    {
        await _cluster!.RestartAsync("fast", TestContext.Current.CancellationToken);
        _database!.DataSource.Clear();
    }

    /// <summary>Through the server, to whose user the file has to belong.</summary>
    private Task WriteAsync(string file, string lines) => ExecuteAsync(
        $"copy (select unnest(string_to_array('{lines}', E'\\n'))) to program 'umask 077; cat >{_cluster!.DataDirectory}/{file}'");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database!.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
