using System.Globalization;
using FleetTickets.Engine.Results;
using Serilog.Formatting.Json;

namespace FleetTickets.Cli.Configuration;

/// <summary>The values that may not be shown; known once the environment is read.</summary>
internal sealed class Secrets
{
    private IReadOnlyList<string> _values = [];

    public static Secrets Of(IReadOnlyDictionary<string, string> environment)
    {
        var secrets = new Secrets();
        secrets.Learn(Settings.SecretsIn(environment));
        return secrets;
    }

    public void Learn(IEnumerable<string> values) =>
        _values = [.. values.SelectMany(Spellings).Concat(_values).Distinct().OrderByDescending(value => value.Length)];

    public string Redact(string text) => _values.Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));

    /// <summary>As it is, in a URL, on a line, in JSON, and in JSON that holds a message which quotes it.</summary>
    private static IEnumerable<string> Spellings(string secret) =>
    [
        secret, Uri.EscapeDataString(secret), OneLine.Of(secret),
        InJson(secret), InJson(secret.Replace("\"", "\\\"", StringComparison.Ordinal)),
    ];

    private static string InJson(string text)
    {
        using var json = new StringWriter(CultureInfo.InvariantCulture);
        JsonValueFormatter.WriteQuotedJsonString(text, json);
        return json.ToString()[1..^1];
    }
}
