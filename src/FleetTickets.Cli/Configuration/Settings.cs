using System.Text.RegularExpressions;
using FleetTickets.Cli.Connections;
using FleetTickets.Engine.Bucket.S3;
using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.Cli.Configuration;

/// <summary>What the environment configures, checked as a whole.</summary>
/// <param name="Database">Connection settings, from <c>DATABASE_URL</c>.</param>
/// <param name="Directory">The bucket's directory, when <c>TICKETS_BUCKET</c> is a <c>file://</c> URL.</param>
/// <param name="Store">The S3-compatible store, otherwise.</param>
/// <param name="Geocoder">The geocoder, when the command needs one.</param>
/// <param name="NotifyUrl">Receives a notice of each run that needs a look; null without one.</param>
/// <param name="HeartbeatUrl">Receives the beginning and the end of each run; null without one.</param>
internal sealed partial record Settings(DatabaseTarget Database, string? Directory, S3Settings? Store, GeocoderSettings? Geocoder, Uri? NotifyUrl, Uri? HeartbeatUrl)
{
    public const string BucketVariable = "TICKETS_BUCKET";
    public const string EndpointVariable = "RUSTFS_ENDPOINT";
    public const string AccessKeyVariable = "RUSTFS_ACCESS_KEY";
    public const string SecretKeyVariable = "RUSTFS_SECRET_KEY";
    public const string RegionVariable = "RUSTFS_REGION";

    public const string NotifyUrlVariable = "NOTIFY_URL";
    public const string HeartbeatUrlVariable = "HEARTBEAT_URL";

    public const string DefaultBucket = "isptickets";
    public const string DefaultRegion = "us-east-1";

    private static readonly string[] SecretVariables =
        [DatabaseUrl.Variable, AccessKeyVariable, SecretKeyVariable, GeocoderVariables.ApiKey, NotifyUrlVariable, HeartbeatUrlVariable];

    private static readonly string[] OurPrefixes = ["RUSTFS_", "TICKETS_", "GEOCODER_"];

    /// <summary>For people: the bucket's name and store, or its directory; null when the command needs none.</summary>
    public string? BucketName => Directory is { } directory ? $"directory {directory}" : Store?.ToString();

    /// <summary>The values that must never be shown.</summary>
    public IEnumerable<string> Secrets => new[]
    {
        Database.Connection.Password, Database.Connection.SslPassword, Store?.AccessKey, Store?.SecretKey, Geocoder?.ApiKey, NotifyUrl?.OriginalString,
        HeartbeatUrl?.OriginalString,
    }.OfType<string>().Where(secret => secret.Length > 0);

    /// <summary>The values of secret variables as they stand there, right or wrong.</summary>
    public static IEnumerable<string> SecretsIn(IReadOnlyDictionary<string, string> environment) =>
        SecretVariables.Select(name => Value(environment, name)).OfType<string>();

    /// <summary>Variables that look like ours and are not: most likely misspelt.</summary>
    public static IEnumerable<string> UnknownIn(IEnumerable<string> variables) =>
        variables.Where(name => Array.Exists(OurPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .Except(Variables.All.Select(variable => variable.Name)).Order(StringComparer.Ordinal);

    /// <summary>Variables whose names are nearly ours: what they say would be lost.</summary>
    private static IEnumerable<string> MisspeltIn(IReadOnlyDictionary<string, string> environment)
    {
        var known = Variables.All.Select(variable => variable.Name).Where(name => Value(environment, name) is null).ToList();
        return environment.Keys.Except(Variables.All.Select(variable => variable.Name)).Order(StringComparer.Ordinal)
            .Select(name => (Name: name, Meant: NearMiss.Of(name, known)))
            .Where(miss => miss.Meant is not null)
            .Select(miss => $"{miss.Name} is no setting; did you mean {miss.Meant}?");
    }

    /// <summary>Reads everything that the command needs.</summary>
    /// <exception cref="UsageException">All problems at once.</exception>
    public static Settings From(IReadOnlyDictionary<string, string> environment, string applicationName, SettingsNeeds needs)
    {
        var problems = new List<string>();
        problems.AddRange(MisspeltIn(environment));
        var database = DatabaseFrom(environment, applicationName, problems);
        var bucket = Value(environment, BucketVariable) ?? DefaultBucket;
        if (UrlOfBucket().IsMatch(bucket))
            problems.Add($"{BucketVariable} is a URL; expected the bucket's name alone, as in {DefaultBucket}. The store's URL goes into {EndpointVariable}");
        var directory = DirectoryFrom(bucket, problems);
        var store = needs.HasFlag(SettingsNeeds.Bucket) && directory is null && problems.All(problem => !problem.StartsWith(BucketVariable, StringComparison.Ordinal))
            ? StoreFrom(environment, bucket, problems)
            : null;
        var geocoder = needs.HasFlag(SettingsNeeds.Geocoder)
            ? GeocoderVariables.Read(name => Value(environment, name), needs.HasFlag(SettingsNeeds.GeocoderKey), problems)
            : null;
        var notifyUrl = UrlIn(environment, NotifyUrlVariable, problems);
        var heartbeatUrl = UrlIn(environment, HeartbeatUrlVariable, problems);
        return problems.Count == 0 ? new Settings(database!, directory, store, geocoder, notifyUrl, heartbeatUrl) : throw new UsageException(problems);
    }

    /// <summary>Also read alone: whatever else is wrong can then be reported.</summary>
    /// <param name="problems">Takes a line when the value is wrong. The value is a secret, and not in it.</param>
    public static Uri? UrlIn(IReadOnlyDictionary<string, string> environment, string name, List<string> problems)
    {
        if (Value(environment, name) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Fragment: "" })
            return url;
        problems.Add($"{name} is not an http:// or https:// URL without user and password");
        return null;
    }

    private static DatabaseTarget? DatabaseFrom(
        IReadOnlyDictionary<string, string> environment, string applicationName, List<string> problems)
    {
        if (Value(environment, DatabaseUrl.Variable) is not { } url)
        {
            problems.Add($"{DatabaseUrl.Variable} is not set; expected postgresql://user:password@host:port/database");
            return null;
        }
        try
        {
            var target = DatabaseUrl.Parse(url);
            var database = target.Connection;
            database.ApplicationName ??= applicationName;
            // A limit in the client would reach some statements and not those that are compiled into the program; the server's reaches all.
            if (database.ShouldSerialize("Command Timeout"))
                problems.Add($"{DatabaseUrl.Variable}: Command Timeout is no setting of this program; for a limit use Options=-c statement_timeout=60s");
            // A large file's statements take as long as they take; a server that is gone shows by its silence.
            database.CommandTimeout = 0;
            database.KeepAlive = database.KeepAlive == 0 ? 30 : database.KeepAlive;
            return target;
        }
        catch (FormatException wrong)
        {
            problems.Add($"{DatabaseUrl.Variable}: {wrong.Message}");
            return null;
        }
    }

    private static string? DirectoryFrom(string bucket, List<string> problems)
    {
        if (!bucket.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return null;
        // Not by Uri, which throws from within over some characters where a host could stand.
        if (bucket.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) && !bucket.AsSpan().ContainsAny('?', '#'))
            return Uri.UnescapeDataString(bucket["file://".Length..]);
        problems.Add($"{BucketVariable} begins with file: and is not file:///absolute/directory; expected that, or a bucket's name");
        return null;
    }

    private static S3Settings? StoreFrom(IReadOnlyDictionary<string, string> environment, string bucket, List<string> problems)
    {
        var before = problems.Count;
        string Required(string name, string expected)
        {
            if (Value(environment, name) is { } value)
                return value;
            problems.Add($"{name} is not set; expected {expected}");
            return "";
        }

        var endpoint = Required(EndpointVariable, "the store's URL, e.g. https://s3.example.org");
        var accessKey = Required(AccessKeyVariable, "the store's access key");
        var secretKey = Required(SecretKeyVariable, "the store's secret key");
        Uri? url = null;
        if (endpoint.Length > 0 && !(Uri.TryCreate(endpoint, UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.UserInfo == ""))
            problems.Add($"{EndpointVariable} is not an http:// or https:// URL without user and password");
        var region = Value(environment, RegionVariable) ?? DefaultRegion;
        if (!RegionName().IsMatch(region))
            problems.Add($"{RegionVariable} is not a region; expected letters, digits and hyphens, as in {DefaultRegion}");
        return problems.Count == before
            ? new S3Settings(url!, bucket, accessKey, secretKey, region)
            : null;
    }

    [GeneratedRegex("^(s3|https?):", RegexOptions.IgnoreCase)]
    private static partial Regex UrlOfBucket();

    /// <summary>It becomes part of what is signed, and there stands between slashes.</summary>
    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\z")]
    private static partial Regex RegionName();

    /// <summary>Empty is as good as unset: that is how container platforms pass a variable that has no value.</summary>
    private static string? Value(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
