using System.Text.Json;
using System.Text.Json.Serialization;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Results;

namespace FleetTickets.Cli.Notices;

/// <summary>The answer to a question that could not be answered, for a program that expects JSON.</summary>
internal sealed record FatalError(string Error, int ExitCode)
{
    public static string Json(Secrets secrets, int exitCode, Exception failure)
    {
        var text = exitCode > Engine.Results.ExitCode.SignalBase ? "stopped by a signal" : failure is UsageException wrong ? wrong.Message : FailureText.Of(failure);
        return JsonSerializer.Serialize(new FatalError(OneLine.Of(secrets.Redact(text)), exitCode), FatalErrorJson.Default.FatalError);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FatalError))]
internal sealed partial class FatalErrorJson : JsonSerializerContext;
