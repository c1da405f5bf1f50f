using System.Globalization;
using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>Values of libpq's parameters that are a choice or a number. A wrong one is not repeated: it may be part of a password.</summary>
internal static class LibpqWords
{
    private static readonly Dictionary<string, SslMode> SslModes = new()
    {
        ["disable"] = SslMode.Disable, ["allow"] = SslMode.Allow, ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require, ["verify-ca"] = SslMode.VerifyCA, ["verify-full"] = SslMode.VerifyFull,
    };

    private static readonly Dictionary<string, GssEncryptionMode> GssModes = new()
    {
        ["disable"] = GssEncryptionMode.Disable, ["prefer"] = GssEncryptionMode.Prefer, ["require"] = GssEncryptionMode.Require,
    };

    private static readonly Dictionary<string, ChannelBinding> Bindings = new()
    {
        ["disable"] = ChannelBinding.Disable, ["prefer"] = ChannelBinding.Prefer, ["require"] = ChannelBinding.Require,
    };

    private static readonly Dictionary<string, SslNegotiation> Negotiations = new()
    {
        ["postgres"] = SslNegotiation.Postgres, ["direct"] = SslNegotiation.Direct,
    };

    private static readonly Dictionary<string, TargetSessionAttributes> Sessions = new()
    {
        ["any"] = TargetSessionAttributes.Any, ["read-write"] = TargetSessionAttributes.ReadWrite,
        ["read-only"] = TargetSessionAttributes.ReadOnly, ["primary"] = TargetSessionAttributes.Primary,
        ["standby"] = TargetSessionAttributes.Standby, ["prefer-standby"] = TargetSessionAttributes.PreferStandby,
    };

    private static readonly Dictionary<string, string> Methods = new()
    {
        ["password"] = "Password", ["md5"] = "MD5", ["gss"] = "GSS", ["sspi"] = "SSPI", ["scram-sha-256"] = "ScramSHA256", ["none"] = "None",
    };

    private static readonly Dictionary<string, bool> Balancing = new() { ["disable"] = false, ["random"] = true };

    public static SslMode SslModeOf(string value) => Choice("sslmode", value, SslModes);

    public static GssEncryptionMode GssModeOf(string value) => Choice("gssencmode", value, GssModes);

    public static ChannelBinding BindingOf(string value) => Choice("channel_binding", value, Bindings);

    public static SslNegotiation NegotiationOf(string value) => Choice("sslnegotiation", value, Negotiations);

    public static TargetSessionAttributes SessionOf(string value) => Choice("target_session_attrs", value, Sessions);

    public static bool BalancesOf(string value) => Choice("load_balance_hosts", value, Balancing);

    /// <summary>A list, in which an exclamation mark shuts a method out, in the driver's words.</summary>
    public static string MethodsOf(string value) => string.Join(
        ',', value.Split(',').Select(method => method.StartsWith('!') ? $"!{Choice("require_auth", method[1..], Methods)}" : Choice("require_auth", method, Methods)));

    /// <summary>As libpq reads it: 0 and below are the default or no limit.</summary>
    public static int NumberOf(string name, string value, int atMost, string what) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number <= atMost
            ? Math.Max(0, number)
            : throw new FormatException($"{name} is not a number of {what}");

    public static int PortOf(string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new FormatException("the port is not a number from 1 to 65535");

    private static T Choice<T>(string name, string value, Dictionary<string, T> choices) =>
        choices.TryGetValue(value, out var choice) ? choice : throw new FormatException($"{name} is none of {string.Join(", ", choices.Keys)}");
}
