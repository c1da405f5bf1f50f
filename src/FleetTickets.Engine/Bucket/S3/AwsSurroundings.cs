namespace FleetTickets.Engine.Bucket.S3;

/// <summary>
/// The AWS configuration of a machine is not for these programs. The SDK would read it all the same, and a broken
/// <c>~/.aws/config</c> or an <c>AWS_ENDPOINT_URL</c> that is meant for another program would break or redirect a run.
/// </summary>
internal static class AwsSurroundings
{
    private const string Nothing = "/dev/null";

    /// <summary>Applies to this process. Must run before the first use of the SDK, which reads the configuration once.</summary>
    public static void Forget()
    {
        var names = Environment.GetEnvironmentVariables().Keys.Cast<string>();
        foreach (var name in names.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToList())
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", Nothing);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", Nothing);
    }
}
