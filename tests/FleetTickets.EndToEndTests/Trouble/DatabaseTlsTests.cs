using System.Diagnostics;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>sslmode means what it means to libpq: psql gets in wherever the programs do, and nowhere else.</summary>
public sealed class DatabaseTlsTests(TlsPostgres postgres) : IClassFixture<TlsPostgres>
{
    private const string Refused = "the server's certificate is refused: ";

    /// <summary>What the server shows, what the client asks for ({root} is the authority's certificate), as whom, and the answer where it is no.</summary>
    public static TheoryData<Proof?, string, string, string?> Connections { get; } = new()
    {
        { null, "sslmode=disable", "clear", null },
        { null, "sslmode=allow", "clear", null },
        { null, "sslmode=prefer", "clear", null },
        { null, "sslmode=require", "clear", "Check sslmode in DATABASE_URL" },
        { null, "sslmode=verify-full&sslrootcert={root}", "clear", "Check sslmode in DATABASE_URL" },
        { Proof.Good, "sslmode=disable", "clear", null },
        { Proof.Good, "sslmode=disable", "encrypted", "(SQLSTATE 28000). Check user and sslmode in DATABASE_URL, and the server's pg_hba.conf" },
        { Proof.Good, "sslmode=allow", "encrypted", null },
        { Proof.Good, "sslmode=prefer", "encrypted", null },
        { Proof.Good, "sslmode=prefer", "clear", null },
        { Proof.Good, "sslmode=require", "encrypted", null },
        { Proof.Good, "sslmode=require", "clear", "(SQLSTATE 28000)" },
        { Proof.Good, "sslmode=require&sslrootcert={root}", "encrypted", null },
        { Proof.Good, "sslmode=verify-ca&sslrootcert={root}", "encrypted", null },
        { Proof.Good, "sslmode=verify-full&sslrootcert={root}", "encrypted", null },
        { Proof.Good, "sslmode=verify-full", "encrypted", $"{Refused}its issuer, CN=The tests' authority, is not trusted here" },
        { Proof.Expired, "sslmode=require", "encrypted", null },
        { Proof.Expired, "sslmode=require&sslrootcert={root}", "encrypted", $"{Refused}it is valid from " },
        { Proof.Expired, "sslmode=verify-full&sslrootcert={root}", "encrypted", $"{Refused}it is valid from " },
        { Proof.Foreign, "sslmode=require", "encrypted", null },
        { Proof.Foreign, "sslmode=verify-ca&sslrootcert={root}", "encrypted", $"{Refused}its issuer, CN=A stranger, is not trusted here" },
        { Proof.Foreign, "sslmode=verify-full&sslrootcert={root}", "encrypted", $"{Refused}its issuer, CN=A stranger, is not trusted here" },
        { Proof.OtherHost, "sslmode=require&sslrootcert={root}", "encrypted", null },
        { Proof.OtherHost, "sslmode=verify-ca&sslrootcert={root}", "encrypted", null },
        { Proof.OtherHost, "sslmode=verify-full&sslrootcert={root}", "encrypted", $"{Refused}it is not for this host but for {Authority.OtherHost}" },
    };

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task TheProgramConnectsWherePsqlDoes(Proof? proof, string query, string user, string? answer)
    {
        await postgres.ShowAsync(proof);
        var url = postgres.Url(user, query.Replace("{root}", postgres.RootFile, StringComparison.Ordinal));

        Assert.Equal(answer is null, await PsqlConnectsAsync(url));
        var outcome = await StatusAsync(url);
        if (answer is null)
            Assert.Contains("watermark", outcome.Expect(0).Output, StringComparison.OrdinalIgnoreCase);
        else
            Assert.Contains(answer, outcome.FailsWithOneLine(1), StringComparison.Ordinal);
    }

    /// <summary>libpq encrypts without a check then; a root that is named and not there is more likely a mistake.</summary>
    [Fact]
    public async Task ARootThatIsNotThereIsAMistakeOfTheConfiguration()
    {
        var outcome = (await StatusAsync(postgres.Url("encrypted", "sslmode=require&sslrootcert=/no/such/root.crt"))).Expect(2);

        Assert.StartsWith(
            "error: DATABASE_URL: sslrootcert /no/such/root.crt cannot be read: Could not find", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static async Task<ProgramOutcome> StatusAsync(string url)
    {
        var bucket = Directory.CreateTempSubdirectory("ft-e2e-");
        // A bucket with nothing of the type is an alarm.
        bucket.CreateSubdirectory(TicketDatasets.Inc.ChangesFolder);
        try
        {
            var environment = new Dictionary<string, string> { ["DATABASE_URL"] = url, ["TICKETS_BUCKET"] = $"file://{bucket.FullName}" };
            await using var program = RunningProgram.Start(TicketDatasets.Inc.Name, ["--status"], environment, bucket.FullName);
            return await program.EndAsync();
        }
        finally
        {
            bucket.Delete(recursive: true);
        }
    }

    private async Task<bool> PsqlConnectsAsync(string url)
    {
        var start = new ProcessStartInfo(postgres.Psql, ["--no-psqlrc", "--quiet", "--command", "select", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        using var psql = Process.Start(start)!;
        await Task.WhenAll(psql.StandardOutput.ReadToEndAsync(), psql.StandardError.ReadToEndAsync());
        await psql.WaitForExitAsync(TestContext.Current.CancellationToken);
        return psql.ExitCode == 0;
    }
}
