using FleetTickets.Cli.Configuration;
using FleetTickets.Cli;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Configuration;

public sealed class SettingsTests
{
    private readonly Dictionary<string, string> _environment = new()
    {
        ["DATABASE_URL"] = "postgresql://worker:hunter2@db/tickets",
        ["RUSTFS_ENDPOINT"] = "https://s3.example.org",
        ["RUSTFS_ACCESS_KEY"] = "access",
        ["RUSTFS_SECRET_KEY"] = "secret",
    };

    [Fact]
    public void WhatIsNotSetHasADefault()
    {
        var settings = Read();

        Assert.Equal(("isptickets", "us-east-1"), (settings.Store?.Bucket, settings.Store?.Region));
        Assert.Null(settings.Directory);
        Assert.Equal("a test", settings.Database.Connection.ApplicationName);
        Assert.Equal((0, 30), (settings.Database.Connection.CommandTimeout, settings.Database.Connection.KeepAlive));
    }

    [Fact]
    public void WhatIsSetCounts()
    {
        _environment["TICKETS_BUCKET"] = "other";
        _environment["RUSTFS_REGION"] = "nairobi-1";
        _environment["DATABASE_URL"] = "Host=db;Application Name=mine;Keepalive=5";

        var settings = Read();
        Assert.Equal(("other", "nairobi-1", new Uri("https://s3.example.org")), (settings.Store?.Bucket, settings.Store?.Region, settings.Store?.Endpoint));
        Assert.Equal(("mine", 5), (settings.Database.Connection.ApplicationName, settings.Database.Connection.KeepAlive));
    }

    [Theory]
    [InlineData("s3://isptickets")]
    [InlineData("https://s3.example.org/isptickets")]
    public void ABucketsUrlIsNotItsName(string url)
    {
        _environment["TICKETS_BUCKET"] = url;

        Assert.Equal(
            ["TICKETS_BUCKET is a URL; expected the bucket's name alone, as in isptickets. The store's URL goes into RUSTFS_ENDPOINT"], Problems());
    }

    [Fact]
    public void AMisspeltVariableIsNamedWithTheRightSpelling()
    {
        _environment.Remove("RUSTFS_ENDPOINT");
        _environment["RUSTFS_ENDPIONT"] = "https://s3.example.org";

        Assert.Contains("RUSTFS_ENDPIONT is no setting; did you mean RUSTFS_ENDPOINT?", Problems());
    }

    [Fact]
    public void AVariableThatIsNearlyOneThatIsSetIsAnotherPrograms()
    {
        _environment["DATABASE_URI"] = "something";

        Assert.NotNull(Read().Store);
    }

    [Fact]
    public void ALimitForStatementsIsTheServersToKeep()
    {
        _environment["DATABASE_URL"] = "Host=db;Command Timeout=60";

        Assert.Equal(
            ["DATABASE_URL: Command Timeout is no setting of this program; for a limit use Options=-c statement_timeout=60s"],
            Problems());
    }

    [Fact]
    public void AllProblemsAreToldTogether()
    {
        _environment.Clear();
        _environment["RUSTFS_SECRET_KEY"] = "secret";

        Assert.Equal(
            [
                "DATABASE_URL is not set; expected postgresql://user:password@host:port/database",
                "RUSTFS_ENDPOINT is not set; expected the store's URL, e.g. https://s3.example.org",
                "RUSTFS_ACCESS_KEY is not set; expected the store's access key",
            ],
            Problems());
    }

    [Theory]
    [InlineData("DATABASE_URL")]
    [InlineData("RUSTFS_ENDPOINT")]
    [InlineData("RUSTFS_ACCESS_KEY")]
    [InlineData("RUSTFS_SECRET_KEY")]
    public void AnEmptyVariableIsAsGoodAsUnset(string variable)
    {
        _environment[variable] = "  ";

        Assert.StartsWith($"{variable} is not set", Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyVariableHasItsDefault()
    {
        _environment["TICKETS_BUCKET"] = "";
        _environment["RUSTFS_REGION"] = "";

        Assert.Equal(("isptickets", "us-east-1"), (Read().Store?.Bucket, Read().Store?.Region));
    }

    [Theory]
    [InlineData("us east 1")]
    [InlineData("us_east_1")]
    [InlineData("https://s3.example.org")]
    [InlineData("eu-west-1/s3")]
    [InlineData("-east")]
    [InlineData("east-")]
    [InlineData("région")]
    [InlineData("us-east-1\nx")]
    public void ARegionThatIsNoneIsRefusedWithoutItsValue(string region)
    {
        _environment["RUSTFS_REGION"] = region;

        Assert.Equal("RUSTFS_REGION is not a region; expected letters, digits and hyphens, as in us-east-1", Assert.Single(Problems()));
    }

    [Fact]
    public void WhereNoBucketIsNeededNoStoreIsAskedFor()
    {
        foreach (var variable in _environment.Keys.Where(name => name.StartsWith("RUSTFS_", StringComparison.Ordinal)))
            _environment.Remove(variable);

        Assert.Null(Read(SettingsNeeds.None).Store);
    }

    [Theory]
    [InlineData("file:///srv/feed", "/srv/feed")]
    [InlineData("FILE:///srv/feed/", "/srv/feed/")]
    [InlineData("file:///srv/a%20feed", "/srv/a feed")]
    public void ADirectoryNeedsNoStore(string bucket, string directory)
    {
        _environment["TICKETS_BUCKET"] = bucket;
        _environment.Remove("RUSTFS_ENDPOINT");

        var settings = Read();
        Assert.Equal((directory, null), (settings.Directory, settings.Store));
    }

    [Theory]
    [InlineData("file://srv/feed")]
    [InlineData("file:feed")]
    [InlineData("file://")]
    [InlineData("file:///srv/feed?old")]
    [InlineData("file:///srv/feed#1")]
    [InlineData("file://\u202E")]
    public void AnythingElseThatBeginsLikeADirectoryIsAProblemAndTheOnlyOne(string bucket)
    {
        _environment["TICKETS_BUCKET"] = bucket;
        _environment.Remove("RUSTFS_ENDPOINT");

        Assert.Equal(["TICKETS_BUCKET begins with file: and is not file:///absolute/directory; expected that, or a bucket's name"], Problems());
    }

    [Theory]
    [InlineData("s3.example.org")]
    [InlineData("ftp://s3.example.org")]
    [InlineData("https://access:hunter2@s3.example.org")]
    public void AnEndpointIsAUrlWithoutCredentialsAndIsNotRepeated(string endpoint)
    {
        _environment["RUSTFS_ENDPOINT"] = endpoint;

        Assert.Equal(["RUSTFS_ENDPOINT is not an http:// or https:// URL without user and password"], Problems());
    }

    [Fact]
    public void AProblemWithTheDatabasesUrlNamesTheVariableAndNotTheValue()
    {
        _environment["DATABASE_URL"] = "postgresql://worker:hunter2@db:x/tickets";

        Assert.Equal(["DATABASE_URL: the port is not a number from 1 to 65535"], Problems());
    }

    [Fact]
    public void TheSecretsAreThePasswordAndBothKeys()
    {
        Assert.Equal(["hunter2", "access", "secret"], Read().Secrets);

        _environment["DATABASE_URL"] = "postgresql://db/tickets";
        Assert.Empty(Read(SettingsNeeds.None).Secrets);
    }

    [Fact]
    public void AVariableThatOnlyLooksLikeOursIsUnknown() => Assert.Equal(
        ["RUSTFS_REGOIN", "TICKETS_BUKET"],
        Settings.UnknownIn([.. _environment.Keys, "TICKETS_BUCKET", "RUSTFS_REGION", "TICKETS_BUKET", "RUSTFS_REGOIN", "PATH", "rustfs_x"]));

    private Settings Read(SettingsNeeds needs = SettingsNeeds.Bucket) => Settings.From(_environment, "a test", needs);

    private IReadOnlyList<string> Problems() => Assert.Throws<UsageException>(() => Read()).Problems;
}
