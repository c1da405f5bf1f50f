using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>libpq's parameters as settings of the driver, wherever they stood; a later one replaces an earlier one.</summary>
internal sealed class LibpqParameters
{
    public const string DefaultPort = "5432";

    // The driver would try Kerberos first, and where its library is missing, as in a container, each run would say so on stderr.
    public const GssEncryptionMode UnlessAskedFor = GssEncryptionMode.Disable;

    private const int LongestTimeout = 1024;

    private static readonly string[] Used =
    [
        "host", "hostaddr", "port", "user", "password", "passfile", "dbname", "sslmode", "ssl", "sslrootcert", "sslcert", "sslkey", "sslpassword",
        "sslnegotiation", "channel_binding", "require_auth", "gssencmode", "krbsrvname", "connect_timeout", "application_name",
        "fallback_application_name", "options", "target_session_attrs", "load_balance_hosts", "service",
        "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout",
    ];

    // What they say has no counterpart here. The second half is of other tools, which share one URL with us.
    private static readonly string[] Ignorable =
    [
        "client_encoding", "sslcompression", "sslcertmode", "sslcrl", "sslcrldir", "sslsni", "sslkeylogfile", "requirepeer", "requiressl",
        "ssl_min_protocol_version", "ssl_max_protocol_version", "min_protocol_version", "max_protocol_version", "gsslib", "gssdelegation",
        "replication", "servicefile", "scram_client_key", "scram_server_key", "authtype", "tty",
        "oauth_issuer", "oauth_client_id", "oauth_client_secret", "oauth_scope",
        "pgbouncer", "schema", "currentSchema", "connection_limit", "pool_timeout", "pool_size", "pool_max_conns", "pool_min_conns", "socket_timeout",
        "sslaccept", "sslidentity", "statement_cache_size", "prepareThreshold", "binary_parameters", "prepared_statements", "simple_protocol",
        "uselibpqcompat", "charset", "encoding",
    ];

    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _ignored = [];

    public static bool IsKnown(string name) => Array.Exists([.. Used, .. Ignorable], known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">A parameter is unknown or wrong. Neither is repeated: a ? left unencoded in a password begins the parameters there.</exception>
    public static DatabaseTarget Read(IEnumerable<(string Name, string Value)> parameters)
    {
        var read = new LibpqParameters();
        foreach (var (name, value) in parameters)
            read.Take(name, value);
        return read.Target();
    }

    private void Take(string name, string value)
    {
        if (Used.Contains(name))
            _values[name] = value;
        else if (Ignorable.Contains(name, StringComparer.OrdinalIgnoreCase))
            _ignored.Add(name);
        else
            throw new FormatException($"an unknown parameter; expected one of {string.Join(", ", Used)}");
    }

    private DatabaseTarget Target()
    {
        if (Value("service") is not null)
            throw new FormatException("service is not read here; write host, port, dbname and user in its place");
        var settings = new NpgsqlConnectionStringBuilder { GssEncryptionMode = UnlessAskedFor, Host = Hosts() };
        SetLogin(settings);
        SetEncryption(settings);
        SetRest(settings);
        return new DatabaseTarget(settings) { Patience = Patience(), Session = Session(settings), Ignored = _ignored };
    }

    /// <summary>A name that its address is given for is not looked up; where the certificate must be for the name, it is.</summary>
    private string Hosts()
    {
        var name = Value("host");
        var address = Value("hostaddr");
        if (name is not null && address is not null && Value("sslmode") is "verify-full")
        {
            _ignored.Add("hostaddr");
            address = null;
        }
        var hosts = (address ?? name ?? "localhost").Split(',');
        var ports = (Value("port") ?? DefaultPort).Split(',').Select(LibpqWords.PortOf).ToList();
        if (ports.Count != 1 && ports.Count != hosts.Length)
            throw new FormatException("the number of ports is neither 1 nor that of the hosts");
        return hosts.Length == 1 ? hosts[0] : string.Join(',', hosts.Select((host, i) => $"{InBrackets(host)}:{ports[ports.Count == 1 ? 0 : i]}"));
    }

    private static string InBrackets(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private void SetLogin(NpgsqlConnectionStringBuilder settings)
    {
        if (!settings.Host!.Contains(',', StringComparison.Ordinal) && Value("port") is { } port)
            settings.Port = LibpqWords.PortOf(port);
        settings.Username = Value("user");
        settings.Password = Value("password");
        settings.Passfile = Value("passfile");
        settings.Database = Value("dbname");
    }

    private void SetEncryption(NpgsqlConnectionStringBuilder settings)
    {
        if (Value("sslmode") is { } mode)
            settings.SslMode = LibpqWords.SslModeOf(mode);
        else if (Value("ssl") is "true" or "1")
            settings.SslMode = SslMode.Require;
        // The word stands for the roots of this machine, and asks for the strictest check.
        if (Value("sslrootcert") is "system")
            settings.SslMode = SslMode.VerifyFull;
        else
            settings.RootCertificate = Value("sslrootcert");
        // As libpq has it, to encrypt with a known root is to check against it.
        if (settings.SslMode is SslMode.Require && settings.RootCertificate is not null)
            settings.SslMode = SslMode.VerifyCA;
        (settings.SslCertificate, settings.SslKey, settings.SslPassword) = (Value("sslcert"), Value("sslkey"), Value("sslpassword"));
        if (Value("sslnegotiation") is { } negotiation)
            settings.SslNegotiation = LibpqWords.NegotiationOf(negotiation);
        if (Value("channel_binding") is { } binding)
            settings.ChannelBinding = LibpqWords.BindingOf(binding);
        if (Value("require_auth") is { } methods)
            settings.RequireAuth = LibpqWords.MethodsOf(methods);
        if (Value("gssencmode") is { } gss)
            settings.GssEncryptionMode = LibpqWords.GssModeOf(gss);
    }

    private void SetRest(NpgsqlConnectionStringBuilder settings)
    {
        if (Value("krbsrvname") is { } service)
            settings.KerberosServiceName = service;
        if (Value("connect_timeout") is { } timeout)
            settings.Timeout = LibpqWords.NumberOf("connect_timeout", timeout, LongestTimeout, "seconds");
        settings.ApplicationName = Value("application_name") ?? Value("fallback_application_name");
        settings.Options = Value("options");
        if (Value("load_balance_hosts") is { } balance)
            settings.LoadBalanceHosts = LibpqWords.BalancesOf(balance);
    }

    /// <summary>Of one host there is nothing to choose; a loader on one that takes no writes says so by itself.</summary>
    private TargetSessionAttributes Session(NpgsqlConnectionStringBuilder settings)
    {
        var session = Value("target_session_attrs") is { } words ? LibpqWords.SessionOf(words) : TargetSessionAttributes.Any;
        if (!settings.Host!.Contains(',', StringComparison.Ordinal) && session is not (TargetSessionAttributes.Any or TargetSessionAttributes.Primary or TargetSessionAttributes.ReadWrite))
            _ignored.Add("target_session_attrs");
        return session;
    }

    private TcpPatience? Patience()
    {
        if (Value("keepalives") is "0")
            return null;
        var usual = TcpPatience.Default;
        return new TcpPatience(
            Idle: Seconds("keepalives_idle") ?? usual.Idle,
            Interval: Seconds("keepalives_interval") ?? usual.Interval,
            Count: Value("keepalives_count") is { } count && LibpqWords.NumberOf("keepalives_count", count, 127, "questions") is var number and > 0 ? number : usual.Count,
            Unacknowledged: Value("tcp_user_timeout") is { } timeout
                && LibpqWords.NumberOf("tcp_user_timeout", timeout, int.MaxValue, "milliseconds") is var milliseconds and > 0
                    ? TimeSpan.FromMilliseconds(milliseconds) : usual.Unacknowledged);
    }

    private int? Seconds(string name) =>
        Value(name) is { } value && LibpqWords.NumberOf(name, value, short.MaxValue, "seconds") is var seconds and > 0 ? seconds : null;

    private string? Value(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
