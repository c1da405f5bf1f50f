using System.Text;
using FleetTickets.Engine.Network;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Timeout;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>One GET to a provider, with the key; the key is in the URL, so no URL leaves this class.</summary>
internal sealed class GeocoderHttp
{
    private const string ClientName = "geocoder";
    private const int LargestBody = 1024 * 1024;
    private const int LongestQuote = 200;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly GeocoderSettings _settings;
    private readonly TimeProvider _clock;
    private readonly IHttpClientFactory _clients;
    private readonly ResiliencePipeline _timeout;

    /// <param name="transport">Stands in for the network; null is the network.</param>
    public GeocoderHttp(GeocoderSettings settings, TimeProvider clock, Func<HttpMessageHandler>? transport = null)
    {
        (_settings, _clock) = (settings, clock);
        // Not HttpClient.Timeout: that one does not run on the given clock.
        _timeout = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(Timeout).Build();
        var services = new ServiceCollection();
        services.AddHttpClient(ClientName, client =>
            {
                client.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = LargestBody;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("FleetTickets");
            })
            .ConfigurePrimaryHttpMessageHandler(transport ?? (() => HttpTransport.NewHandler()))
            .RemoveAllLoggers();
        _clients = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
    }

    private string Host => _settings.BaseUrl.Authority;

    /// <param name="pathAndQuery">Below the base URL, with at least one parameter; the key is added.</param>
    /// <param name="read">What a response that is no redirect means.</param>
    /// <param name="failed">What to make of there being no such response.</param>
    public async Task<T> GetAsync<T>(
        string pathAndQuery, Func<ProviderResponse, T> read, Func<Reply, T> failed, CancellationToken cancellation)
    {
        try
        {
            using var client = _clients.CreateClient(ClientName);
            using var response = await _timeout.ExecuteAsync(async token => await client.GetAsync(Url(pathAndQuery), token), cancellation);
            return (int)response.StatusCode is >= 300 and < 400
                ? failed(Redirected(response.Headers.Location))
                : read(await ReadAsync(response, cancellation));
        }
        catch (TimeoutRejectedException)
        {
            return failed(new Reply.Trouble($"{Host} did not answer within {Timeout.TotalSeconds:0} s"));
        }
        catch (HttpRequestException failure)
        {
            return failed(new Reply.Trouble(Shown($"{Host}: {failure.GetBaseException().Message}")));
        }
    }

    /// <summary>One line about a response, for a person.</summary>
    /// <param name="says">The provider's own words; null when it has none.</param>
    public string Why(ProviderResponse response, string? says) => Shown($"{Host} answers {response.Status} {says}".TrimEnd());

    /// <summary>Words from outside may repeat the key that they were asked with.</summary>
    private string Shown(string text)
    {
        foreach (var key in new[] { _settings.ApiKey, Uri.EscapeDataString(_settings.ApiKey) }.Where(key => key.Length > 0))
            text = text.Replace(key, "***", StringComparison.OrdinalIgnoreCase);
        return ProviderText.Cleaned(text, LongestQuote);
    }

    private Uri Url(string pathAndQuery) =>
        new($"{_settings.BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{pathAndQuery}&key={Uri.EscapeDataString(_settings.ApiKey)}");

    private Reply.BadRequest Redirected(Uri? target)
    {
        var where = target is { IsAbsoluteUri: true } ? $" to {target.Scheme}://{target.Authority}" : "";
        return new Reply.BadRequest(Shown($"{Host} answers with a redirect{where}"));
    }

    private async Task<ProviderResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // Not ReadAsStringAsync: it throws on a charset that it does not know.
        var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellation)).TrimStart('\uFEFF');
        var retryAfter = response.Headers.RetryAfter is { } told ? told.Delta ?? told.Date - _clock.GetUtcNow() : null;
        var headers = response.Headers.NonValidated
            .ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
        return new ProviderResponse((int)response.StatusCode, body, retryAfter, headers);
    }
}
