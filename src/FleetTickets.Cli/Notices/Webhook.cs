using System.Text;
using FleetTickets.Engine.Network;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace FleetTickets.Cli.Notices;

/// <summary>One POST, tried a few times. Its URL is a secret: no message of this class has any of it.</summary>
internal sealed class Webhook : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly Uri _url;
    private readonly WebhookPatience _patience;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Answer> _pipeline;

    /// <param name="transport">Stands in for the network; null is the network.</param>
    public Webhook(Uri url, TimeProvider clock, WebhookPatience patience, HttpMessageHandler? transport = null)
    {
        _url = url;
        _patience = patience;
        // A redirect would carry the notice to where nobody sent it.
        _client = new HttpClient(transport ?? HttpTransport.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("FleetTickets");
        var pipeline = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock };
        if (patience.Tries > 1)
        {
            pipeline.AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = patience.Tries - 1,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
                {
                    { Exception: HttpRequestException or TimeoutRejectedException } => true,
                    { Result.Status: 408 or 429 or >= 500 } => true,
                    _ => false,
                }),
            });
        }
        _pipeline = pipeline.AddTimeout(patience.PerTry).Build();
    }

    /// <returns>Null when it was taken, else why not.</returns>
    public async Task<string?> PostAsync(string body, string mediaType, CancellationToken stop)
    {
        try
        {
            var answer = await _pipeline.ExecuteAsync(async token => await PostOnceAsync(body, mediaType, token), stop);
            return answer.Status is >= 200 and < 300 ? null : $"answers {answer.Status}";
        }
        catch (TimeoutRejectedException)
        {
            return $"does not answer within {_patience.PerTry.TotalSeconds:0} s";
        }
        catch (HttpRequestException failure)
        {
            return $"cannot be reached: {failure.HttpRequestError}";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return "was left alone, as a signal came";
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> PostOnceAsync(string body, string mediaType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return new Answer((int)response.StatusCode);
    }

    // A class: of an enum Polly would want more than a native program has.
    private sealed record Answer(int Status);
}
