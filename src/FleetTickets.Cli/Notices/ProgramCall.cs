using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Cli.Notices;

/// <summary>What becomes known of one call of a program as it goes. Its end is reported from this, wherever it comes.</summary>
internal sealed class ProgramCall(string program)
{
    /// <summary>For messages.</summary>
    public string Program => program;

    /// <summary>From the beginning those of the environment, so that no message can be too early.</summary>
    public Secrets Secrets { get; } = Secrets.Of(ProcessEnvironment.Own());

    /// <summary>The caller reads JSON, one object a line.</summary>
    public bool IsJson { get; private set; }

    /// <summary>The caller reads the answer as JSON, and an error as well.</summary>
    public bool AnswersJson { get; set; }

    /// <summary>Null until the command line is understood, and when it asks for no run.</summary>
    public RunRequest? Run { get; private set; }

    /// <summary>Another run that has the dataset for longer is no everyday thing.</summary>
    public TimeSpan HeldAfter { get; set; } = StatusThresholds.Default.HeldAfter;

    /// <summary>Null until it is read, and when it is not set.</summary>
    public Uri? NotifyUrl { get; private set; }

    /// <summary>Null until its URL is read, and when nobody wants to hear of this call.</summary>
    public Heartbeat? Heartbeat { get; private set; }

    /// <summary>The result as a person sees it, without what it found; null before it is shown.</summary>
    public string? Summary { get; private set; }

    /// <summary>What a load did; null when there was none, or when it did not come to its end.</summary>
    public RunReport? Report { get; set; }

    /// <summary>What a geocoding pass did, likewise.</summary>
    public GeocodeReport? Pass { get; set; }

    /// <summary>The bucket that the call is about; null when it needs none, or when it is not known yet.</summary>
    public string? Bucket { get; private set; }

    /// <summary>The database that the call is about; null until it is known.</summary>
    public string? Database { get; private set; }

    public void Learn(Settings settings)
    {
        Secrets.Learn(settings.Secrets);
        (Bucket, Database) = (settings.BucketName is { } bucket ? Secrets.Redact(bucket) : null, Secrets.Redact(settings.Database.Name));
    }

    public void Begin(CommonRequest common, RunRequest? run) => (IsJson, Run) = (common.IsJson, run);

    /// <exception cref="UsageException">The file of variables cannot be read. NotifyUrl may be known all the same.</exception>
    public IReadOnlyDictionary<string, string> ReadEnvironment(CommonRequest common)
    {
        LearnUrls(ProcessEnvironment.Own());
        var environment = ProcessEnvironment.Read(common.EnvFile);
        Secrets.Learn(Settings.SecretsIn(environment));
        LearnUrls(environment);
        Heartbeat?.Start();
        return environment;
    }

    /// <summary>Shows a run's result to a person; a program gets the end of the run instead.</summary>
    public Task ShowAsync(ResultSheet sheet)
    {
        var shown = WithPlaces(sheet);
        Summary = PlainResult.Of(shown with { Remarks = [] });
        return IsJson ? Task.CompletedTask : ResultOutput.WriteAsync(shown);
    }

    /// <summary>A result with the places that it speaks of: an existing bucket and an existing database may be the wrong ones.</summary>
    private ResultSheet WithPlaces(ResultSheet sheet) => sheet with
    {
        Facts =
        [
            .. sheet.Facts,
            .. Bucket is { } bucket ? [new Fact("bucket", bucket)] : Array.Empty<Fact>(),
            .. Database is { } database ? [new Fact("database", database)] : Array.Empty<Fact>(),
        ],
    };

    private void LearnUrls(IReadOnlyDictionary<string, string> environment)
    {
        // A wrong value is reported with the other problems of the settings.
        NotifyUrl = Settings.UrlIn(environment, Settings.NotifyUrlVariable, []);
        var heartbeat = Settings.UrlIn(environment, Settings.HeartbeatUrlVariable, []);
        Secrets.Learn(new[] { NotifyUrl, heartbeat }.OfType<Uri>().Select(url => url.OriginalString));
        Heartbeat = heartbeat is not null && Run is { IsDrain: true } ? new Heartbeat(heartbeat, program, TimeProvider.System) : null;
    }
}
