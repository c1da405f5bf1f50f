using System.Text;
using FleetTickets.Engine.Network;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace FleetTickets.Cli.Notices;

/// <summary>One POST, tried a few times. Its URL is a secret: no message of this class has any of it.</summary>
internal sealed class Webhook : IDisposable
{
    private const int Tries = 3;

    private static readonly TimeSpan PerTry = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly Uri _url;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Answer> _pipeline;

    /// <param name="transport">Stands in for the network; null is the network.</param>
    public Webhook(Uri url, TimeProvider clock, HttpMessageHandler? transport = null)
    {
        _url = url;
        // A redirect would carry the notice to where nobody sent it.
        _client = new HttpClient(transport ?? HttpTransport.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("FleetTickets");
        _pipeline = new ResiliencePipelineBuilder<Answer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = Tries - 1,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
                {
                    { Exception: HttpRequestException or TimeoutRejectedException } => true,
                    { Result.Status: 408 or 429 or >= 500 } => true,
                    _ => false,
                }),
            })
            .AddTimeout(PerTry)
            .Build();
    }

    /// <returns>Null when it was taken, else why not. At most 15 s pass.</returns>
    public async Task<string?> PostAsync(string json, CancellationToken stop)
    {
        try
        {
            var answer = await _pipeline.ExecuteAsync(async token => await PostOnceAsync(json, token), stop);
            return answer.Status is >= 200 and < 300 ? null : $"answers {answer.Status}";
        }
        catch (TimeoutRejectedException)
        {
            return $"does not answer within {PerTry.TotalSeconds:0} s";
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

    private async Task<Answer> PostOnceAsync(string json, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return new Answer((int)response.StatusCode);
    }

    // A class: of an enum Polly would want more than a native program has.
    private sealed record Answer(int Status);
}
