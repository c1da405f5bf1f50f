using FleetTickets.Cli.Connections;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.UnitTests.Cli.Configuration;

public sealed class DatabaseUrlTests
{
    private const string UnknownParameter =
        "an unknown parameter; expected one of host, hostaddr, port, user, password, passfile, dbname, sslmode, ssl, sslrootcert, sslcert, sslkey, " +
        "sslpassword, sslnegotiation, channel_binding, require_auth, gssencmode, krbsrvname, connect_timeout, application_name, " +
        "fallback_application_name, options, target_session_attrs, load_balance_hosts, service, keepalives, keepalives_idle, " +
        "keepalives_interval, keepalives_count, tcp_user_timeout";

    [Theory]
    [InlineData("postgresql://")]
    [InlineData("postgres://")]
    [InlineData("POSTGRESQL://")]
    public void EveryPartOfAUrlIsRead(string scheme)
    {
        var settings = DatabaseUrl.Parse(scheme + "worker:secret@db.example.org:6543/tickets?connect_timeout=7&application_name=cron&options=-csearch_path%3Dx").Connection;

        Assert.Equal(("worker", "secret", "db.example.org", 6543, "tickets"), (settings.Username, settings.Password, settings.Host, settings.Port, settings.Database));
        Assert.Equal((7, "cron", "-csearch_path=x"), (settings.Timeout, settings.ApplicationName, settings.Options));
    }

    [Theory]
    [InlineData("postgresql://", "localhost", 5432, null, null)]
    [InlineData("postgresql:///tickets", "localhost", 5432, null, "tickets")]
    [InlineData("postgresql://db", "db", 5432, null, null)]
    [InlineData("postgresql://db:6543", "db", 6543, null, null)]
    [InlineData("postgresql://worker@db/tickets", "db", 5432, "worker", "tickets")]
    [InlineData("postgresql://worker@/tickets", "localhost", 5432, "worker", "tickets")]
    [InlineData("postgresql:///tickets?host=db&port=6543&user=worker", "db", 6543, "worker", "tickets")]
    [InlineData("postgresql://other/?host=db&dbname=tickets", "db", 5432, null, "tickets")]
    public void PartsThatAreLeftOutHaveLibpqsDefaults(string url, string host, int port, string? user, string? database)
    {
        var settings = DatabaseUrl.Parse(url).Connection;

        Assert.Equal((host, port, user, database), (settings.Host, settings.Port, settings.Username, settings.Database));
    }

    [Theory]
    [InlineData("postgresql://db/tickets", GssEncryptionMode.Disable)]
    [InlineData("Host=db;Database=tickets", GssEncryptionMode.Disable)]
    [InlineData("postgresql://db/tickets?gssencmode=disable", GssEncryptionMode.Disable)]
    [InlineData("postgresql://db/tickets?gssencmode=prefer", GssEncryptionMode.Prefer)]
    [InlineData("postgresql://db/tickets?gssencmode=require", GssEncryptionMode.Require)]
    [InlineData("Host=db;Database=tickets;Gss Encryption Mode=Prefer", GssEncryptionMode.Prefer)]
    public void KerberosIsNotTriedUnlessItIsAskedFor(string value, GssEncryptionMode expected) =>
        Assert.Equal(expected, DatabaseUrl.Parse(value).Connection.GssEncryptionMode);

    [Theory]
    [InlineData("postgresql://worker:p%40ss%3A%2F%3F%23%25@db/t%20x", "p@ss:/?#%")]
    [InlineData("postgresql://worker:p:ss@db/t%20x", "p:ss")]
    [InlineData("postgresql://worker:p@ss@db/t%20x", "p@ss")]
    [InlineData("postgresql://worker:p+ss@db/t%20x", "p+ss")]
    [InlineData("postgresql://worker:p%C3%A9%F0%9F%A6%92@db/t%20x", "pé🦒")]
    [InlineData("postgresql://worker@db/t%20x?password=p%26ss", "p&ss")]
    public void PercentEncodingIsDecoded(string url, string password)
    {
        var settings = DatabaseUrl.Parse(url).Connection;

        Assert.Equal((password, "db", "t x"), (settings.Password, settings.Host, settings.Database));
    }

    [Theory]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/tickets")]
    [InlineData("postgresql:///tickets?host=/var/run/postgresql")]
    [InlineData("postgresql:///tickets?host=%2Fvar%2Frun%2Fpostgresql")]
    public void ASocketsDirectoryIsAHost(string url)
    {
        var settings = DatabaseUrl.Parse(url).Connection;

        Assert.Equal(("/var/run/postgresql", "tickets"), (settings.Host, settings.Database));
    }

    [Theory]
    [InlineData("postgresql://[2001:db8::1]/tickets", "2001:db8::1", 5432)]
    [InlineData("postgresql://worker:secret@[::1]:6543/tickets", "::1", 6543)]
    public void AnIpv6AddressStandsInBrackets(string url, string host, int port)
    {
        var settings = DatabaseUrl.Parse(url).Connection;

        Assert.Equal((host, port), (settings.Host, settings.Port));
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("allow", SslMode.Allow)]
    [InlineData("prefer", SslMode.Prefer)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void SslModesMeanWhatTheyMeanToLibpq(string word, SslMode mode) =>
        Assert.Equal(mode, DatabaseUrl.Parse($"postgresql://db/t?sslmode={word}").Connection.SslMode);

    [Theory]
    [InlineData("sslmode=require&sslrootcert=/etc/root.crt", SslMode.VerifyCA)]
    [InlineData("sslrootcert=/etc/root.crt&sslmode=require", SslMode.VerifyCA)]
    [InlineData("sslmode=verify-full&sslrootcert=/etc/root.crt", SslMode.VerifyFull)]
    [InlineData("sslmode=prefer&sslrootcert=/etc/root.crt", SslMode.Prefer)]
    public void ToRequireEncryptionWithAKnownRootIsToCheckAgainstIt(string query, SslMode mode) =>
        Assert.Equal(mode, DatabaseUrl.Parse($"postgresql://db/t?{query}").Connection.SslMode);

    [Fact]
    public void AClientsCertificateIsPassedOn()
    {
        var settings = DatabaseUrl.Parse("postgresql://db/t?sslcert=/etc/client.crt&sslkey=/etc/client.key").Connection;

        Assert.Equal(("/etc/client.crt", "/etc/client.key"), (settings.SslCertificate, settings.SslKey));
    }

    [Fact]
    public void AStringOfKeysAndValuesIsNpgsqlsOwn()
    {
        var settings = DatabaseUrl.Parse("Host=db;Port=6543;Username=worker;Password='se;cret';Database=tickets;SSL Mode=VerifyFull").Connection;

        Assert.Equal(("db", 6543, "se;cret", SslMode.VerifyFull), (settings.Host, settings.Port, settings.Password, settings.SslMode));
    }

    [Theory]
    [InlineData("postgresql://worker:hunter2@db:port/t", "the port is not a number from 1 to 65535")]
    [InlineData("postgresql://worker:hunter2@db:0/t", "the port is not a number from 1 to 65535")]
    [InlineData("postgresql://worker:hunter2@db:65536/t", "the port is not a number from 1 to 65535")]
    [InlineData("postgresql://worker:hunter2@db/t?channel_binding=hunter2", "channel_binding is none of disable, prefer, require")]
    [InlineData("postgresql://worker:hunter2@db/t?target_session_attrs=hunter2", "target_session_attrs is none of any, read-write, read-only, primary, standby, prefer-standby")]
    [InlineData("postgresql://worker:hunter2@db/t?require_auth=hunter2", "require_auth is none of password, md5, gss, sspi, scram-sha-256, none")]
    [InlineData("postgresql://worker:hunter2@db/t?sslnegotiation=hunter2", "sslnegotiation is none of postgres, direct")]
    [InlineData("postgresql://worker:hunter2@db/t?load_balance_hosts=hunter2", "load_balance_hosts is none of disable, random")]
    [InlineData("postgresql://worker:hunter2@db/t?keepalives_idle=hunter2", "keepalives_idle is not a number of seconds")]
    [InlineData("postgresql://worker:hunter2@db/t?tcp_user_timeout=hunter2", "tcp_user_timeout is not a number of milliseconds")]
    [InlineData("postgresql://worker:hunter2@a:1,b:2,c:3/t?port=4,5", "the number of ports is neither 1 nor that of the hosts")]
    [InlineData("service=tickets password=hunter2", "service is not read here; write host, port, dbname and user in its place")]
    [InlineData("host=db password='hunter2", "a quote in it stays open")]
    [InlineData("host=db password=hunter2 port=many", "the port is not a number from 1 to 65535")]
    [InlineData("Host=db Bogus=1 Password=hunter2", "an = in the host, the user or the database; keys and values of Npgsql are separated by ;")]
    [InlineData("Host=db;Username=worker Password=hunter2", "an = in the host, the user or the database; keys and values of Npgsql are separated by ;")]
    [InlineData("Host=db;Database=t Password=hunter2", "an = in the host, the user or the database; keys and values of Npgsql are separated by ;")]
    [InlineData("postgresql://worker:hunter2@db/t?sslmode=hunter2", "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgresql://worker:hunter2@db/t?sslmode=REQUIRE", "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgresql://worker:hunter2@db/t?connect_timeout=hunter2", "connect_timeout is not a number of seconds")]
    [InlineData("postgresql://worker:12/hunter2@db/t", "an @ behind the host; write a / in the password as %2F, and an @ in the database's name as %40")]
    [InlineData("postgresql://worker:un@ptly?hunter2&hunter2@db/t", UnknownParameter)]
    [InlineData("Host=db;Password=hunter2;Bogus=1", "neither a postgresql:// URL nor an Npgsql key/value string")]
    [InlineData("Host=db;Password=hunter2;Port=many", "neither a postgresql:// URL nor an Npgsql key/value string")]
    [InlineData("Host=db;Password=hunter2;Bogus=", "neither a postgresql:// URL nor an Npgsql key/value string")]
    [InlineData("Host=d\0b;Password=hunter2", "a NUL character in it")]
    [InlineData("postgresql://worker:hunter2%00@db/t", "a NUL character in it")]
    [InlineData("Password=hunter2", "no host in it")]
    [InlineData("hunter2", "neither a postgresql:// URL nor an Npgsql key/value string")]
    [InlineData("mysql://worker:hunter2@db/t", "neither a postgresql:// URL nor an Npgsql key/value string")]
    public void WhatIsWrongIsSaidWithoutTheValue(string value, string problem)
    {
        var wrong = Assert.Throws<FormatException>(() => DatabaseUrl.Parse(value));

        Assert.Equal(problem, wrong.Message);
    }
}
