using FleetTickets.Cli.Connections;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.UnitTests.Cli.Configuration;

/// <summary>What psql takes in a URL or as keywords and values does the same here, or is named as ignored.</summary>
public sealed class LibpqParametersTests
{
    [Theory]
    [InlineData("host=db port=6543 user=worker password=secret dbname=tickets", "secret")]
    [InlineData("  host = db  port = 6543 user=worker password = secret dbname=tickets ", "secret")]
    [InlineData("host=db port=6543 user=worker password='se cret' dbname=tickets", "se cret")]
    [InlineData("host=db port=6543 user=worker password='it\\'s' dbname=tickets", "it's")]
    [InlineData("host=db port=6543 user=worker password=back\\\\slash\\ blank dbname=tickets", "back\\slash blank")]
    [InlineData("host=db port=6543 user=worker password=a;b=c dbname=tickets", "a;b=c")]
    [InlineData("host=db port=6543 user=worker password=http://x?y=z dbname=tickets", "http://x?y=z")]
    [InlineData("password='' host=db port=6543 user=worker dbname=tickets", null)]
    [InlineData("host='db'port=6543 user=worker password=secret dbname=tickets", "secret")]
    [InlineData("Host=db Port=6543 User=worker Password=secret Dbname=tickets", "secret")]
    [InlineData("host=db\nport=6543\nuser=worker\npassword=secret\ndbname=tickets", "secret")]
    public void KeywordsAndValuesAreReadAsPsqlReadsThem(string text, string? password)
    {
        var settings = DatabaseUrl.Parse(text).Connection;

        Assert.Equal(("db", 6543, "worker", password, "tickets"), (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
    }

    [Theory]
    [InlineData("host=db;password=se cret")]
    [InlineData("Host=db;Username=worker;Password=se cret")]
    [InlineData("host=db; user id=worker; password=se cret")]
    public void PairsWithSemicolonsAreNpgsqls(string text)
    {
        var settings = DatabaseUrl.Parse(text).Connection;

        Assert.Equal(("db", "se cret"), (settings.Host, settings.Password));
    }

    [Theory]
    [InlineData("channel_binding=require", ChannelBinding.Require)]
    [InlineData("channel_binding=disable", ChannelBinding.Disable)]
    [InlineData("", ChannelBinding.Prefer)]
    public void ChannelBindingIsPassedOn(string query, ChannelBinding expected) => Assert.Equal(expected, Of(query).Connection.ChannelBinding);

    [Theory]
    [InlineData("passfile=/etc/pgpass", "Passfile", "/etc/pgpass")]
    [InlineData("sslpassword=x", "SSL Password", "x")]
    [InlineData("sslnegotiation=direct", "SSL Negotiation", SslNegotiation.Direct)]
    [InlineData("krbsrvname=pg", "Kerberos Service Name", "pg")]
    [InlineData("fallback_application_name=cron", "Application Name", "cron")]
    [InlineData("application_name=mine&fallback_application_name=cron", "Application Name", "mine")]
    [InlineData("load_balance_hosts=random", "Load Balance Hosts", true)]
    [InlineData("connect_timeout=0", "Timeout", 0)]
    [InlineData("connect_timeout=-1", "Timeout", 0)]
    [InlineData("hostaddr=10.0.0.7", "Host", "10.0.0.7")]
    [InlineData("hostaddr=10.0.0.7&sslmode=verify-full", "Host", "db")]
    [InlineData("ssl=true", "SSL Mode", SslMode.Require)]
    [InlineData("sslrootcert=system", "SSL Mode", SslMode.VerifyFull)]
    [InlineData("require_auth=scram-sha-256,md5", "Require Auth", "ScramSHA256,MD5")]
    [InlineData("require_auth=!password", "Require Auth", "!Password")]
    public void AParameterWithACounterpartIsPassedOn(string query, string setting, object expected) => Assert.Equal(expected, Of(query).Connection[setting]);

    [Theory]
    [InlineData("keepalives=0", null)]
    [InlineData("", "30 10 6 90")]
    [InlineData("keepalives=1", "30 10 6 90")]
    [InlineData("keepalives_idle=5&keepalives_interval=2&keepalives_count=3&tcp_user_timeout=7000", "5 2 3 7")]
    [InlineData("keepalives_idle=0&keepalives_count=0&tcp_user_timeout=0", "30 10 6 90")]
    public void APeerThatVanishesIsWaitedForAsLongAsTheUrlSays(string query, string? expected) =>
        Assert.Equal(expected, Of(query).Patience is { } patience ? $"{patience.Idle} {patience.Interval} {patience.Count} {patience.Unacknowledged.TotalSeconds}" : null);

    [Fact]
    public void NormallyAPeerThatVanishesIsNoticedWithinThreeMinutes()
    {
        var usual = TcpPatience.Default;

        Assert.True(usual.Idle + (usual.Interval * usual.Count) < 180);
        Assert.True(usual.Unacknowledged < TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("postgresql://worker@a,b/tickets", "a:5432,b:5432", TargetSessionAttributes.Any)]
    [InlineData("postgresql://worker@a:1,b:2/tickets?target_session_attrs=read-write", "a:1,b:2", TargetSessionAttributes.ReadWrite)]
    [InlineData("postgresql://worker@[::1]:1,b/tickets?target_session_attrs=primary", "[::1]:1,b:5432", TargetSessionAttributes.Primary)]
    [InlineData("host=a,b port=7 user=worker dbname=tickets", "a:7,b:7", TargetSessionAttributes.Any)]
    public void SeveralHostsAreTriedInTurn(string text, string hosts, TargetSessionAttributes session)
    {
        var target = DatabaseUrl.Parse(text);

        Assert.Equal((hosts, session), (target.Connection.Host, target.Session));
    }

    [Theory]
    [InlineData("sslcrl=x", "sslcrl")]
    [InlineData("sslmode=require&sslsni=1&requirepeer=postgres", "sslsni requirepeer")]
    [InlineData("client_encoding=UTF8&replication=false", "client_encoding replication")]
    [InlineData("pgbouncer=true&connection_limit=5&schema=public", "pgbouncer connection_limit schema")]
    [InlineData("target_session_attrs=standby", "target_session_attrs")]
    [InlineData("hostaddr=10.0.0.7&sslmode=verify-full", "hostaddr")]
    [InlineData("target_session_attrs=read-write&gssencmode=prefer&keepalives=1", "")]
    public void WhatHasNoCounterpartIsNamed(string query, string names) => Assert.Equal(names, string.Join(' ', Of(query).Ignored));

    private static DatabaseTarget Of(string query) => DatabaseUrl.Parse($"postgresql://worker:secret@db/tickets?{query}");
}
