using System.Text.Json;
using System.Text.RegularExpressions;
using FleetTickets.Cli.Connections;

namespace FleetTickets.EndToEndTests;

/// <summary>What a program is told and must not repeat, in every spelling in which it could: none may be anywhere in its output.</summary>
internal static partial class GivenSecrets
{
    private static readonly string[] Variables = ["RUSTFS_SECRET_KEY", "GEOCODER_API_KEY", "NOTIFY_URL", "HEARTBEAT_URL"];

    public static IReadOnlyList<string> In(IReadOnlyDictionary<string, string> environment) =>
        [.. Variables.Select(name => environment.GetValueOrDefault(name)).OfType<string>()
            .Concat(PasswordsIn(environment.GetValueOrDefault("DATABASE_URL") ?? ""))
            .Where(secret => secret.Length > 0)
            .SelectMany(Spellings).Distinct()];

    /// <summary>As it stands there, also in a value that is otherwise no good, and decoded.</summary>
    private static IEnumerable<string> PasswordsIn(string database)
    {
        var written = UrlPassword().Match(database) is { Success: true } url ? url.Groups[1].Value : KeyValuePassword().Match(database).Groups[1].Value;
        return [written, Uri.UnescapeDataString(written), ParsedPasswordOf(database)];
    }

    private static string ParsedPasswordOf(string database)
    {
        try
        {
            return DatabaseUrl.Parse(database).Connection.Password ?? "";
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static IEnumerable<string> Spellings(string secret)
    {
        var encoded = Uri.EscapeDataString(secret);
        return [secret, encoded, EscapedByte().Replace(encoded, match => match.Value.ToLowerInvariant()), JsonEncodedText.Encode(secret).Value];
    }

    [GeneratedRegex("^postgres(?:ql)?://[^:@/]*:(.*)@", RegexOptions.Singleline)]
    private static partial Regex UrlPassword();

    [GeneratedRegex("""(?:^|;)\s*(?:Password|Pwd)\s*=\s*["']?([^;"']*)""", RegexOptions.IgnoreCase)]
    private static partial Regex KeyValuePassword();

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex EscapedByte();
}
