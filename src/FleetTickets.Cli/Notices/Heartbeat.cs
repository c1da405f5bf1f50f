using System.Globalization;
using Serilog;

namespace FleetTickets.Cli.Notices;

/// <summary>
/// HEARTBEAT_URL, by the convention of healthchecks.io: <c>/start</c>, and then <c>/&lt;exit code&gt;</c> with the summary as body. A monitor that
/// hears nothing for too long raises the alarm, so a run that was killed or never began shows as well.
/// </summary>
internal sealed class Heartbeat
{
    /// <summary>Stands for the program's name in the URL: one <c>.env</c> serves both loaders.</summary>
    public const string ProgramPlaceholder = "{program}";

    private const int MostCharacters = 10_000;

    private static readonly WebhookPatience AtStart = new(Tries: 1, PerTry: TimeSpan.FromSeconds(3));
    private static readonly WebhookPatience AtEnd = new(Tries: 2, PerTry: TimeSpan.FromSeconds(3));

    private readonly Uri _url;
    private readonly TimeProvider _clock;
    private readonly HttpMessageHandler? _transport;

    private Task<string?> _start = Task.FromResult<string?>(null);

    /// <param name="url">As HEARTBEAT_URL has it.</param>
    /// <param name="transport">Stands in for the network; null is the network.</param>
    public Heartbeat(Uri url, string program, TimeProvider clock, HttpMessageHandler? transport = null)
    {
        _url = new Uri(url.OriginalString.Replace(ProgramPlaceholder, program, StringComparison.Ordinal));
        _clock = clock;
        _transport = transport;
    }

    /// <summary>Says that the run begins. The run does not wait for it.</summary>
    public void Start() => _start = PingAsync("start", "", AtStart);

    /// <summary>Says how the run ended. Takes 10 s at most, and never fails.</summary>
    public async Task EndAsync(int exitCode, string summary)
    {
        // In order, or a start that comes late would open a run that nobody closes.
        var trouble = await _start;
        var body = summary.Length <= MostCharacters ? summary : summary[..MostCharacters];
        trouble = await PingAsync(exitCode.ToString(CultureInfo.InvariantCulture), body, AtEnd) ?? trouble;
        if (trouble is not null)
            Log.Warning("The heartbeat was not heard: HEARTBEAT_URL {Trouble:l}", trouble);
    }

    private async Task<string?> PingAsync(string signal, string body, WebhookPatience patience)
    {
        // The query may hold a key, and stays.
        var url = new UriBuilder(_url) { Path = $"{_url.AbsolutePath.TrimEnd('/')}/{signal}" }.Uri;
        using var webhook = new Webhook(url, _clock, patience, _transport);
        return await webhook.PostAsync(body, "text/plain", CancellationToken.None);
    }
}
