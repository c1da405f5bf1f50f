namespace FleetTickets.Engine.App;

/// <summary>The values that may not be shown; known once the environment is read.</summary>
internal sealed class Secrets
{
    private IReadOnlyList<string> _values = [];

    public void Learn(IEnumerable<string> values) =>
        _values = [.. values.SelectMany(value => new[] { value, Uri.EscapeDataString(value) }).Distinct().OrderByDescending(value => value.Length)];

    public string Redact(string text) => _values.Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));
}
