using FleetTickets.Engine.Geocoding.Providers;
using Polly;
using Polly.Retry;
using Serilog;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>Tries one name a few times, with growing pauses.</summary>
internal static class Retries
{
    private const int Tries = 3;

    public static ResiliencePipeline<Reply> On(TimeProvider clock) => new ResiliencePipelineBuilder<Reply> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<Reply>
        {
            MaxRetryAttempts = Tries - 1,
            Delay = TimeSpan.FromSeconds(2),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is Reply.Trouble),
            OnRetry = args =>
            {
                Log.Information("Trying again in {Seconds:0.0} s: {Why}", args.RetryDelay.TotalSeconds, (args.Outcome.Result as Reply.Trouble)?.Why);
                return ValueTask.CompletedTask;
            },
        })
        .Build();
}
