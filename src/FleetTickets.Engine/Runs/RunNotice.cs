using System.Text.Json;
using System.Text.Json.Serialization;

namespace FleetTickets.Engine.Runs;

/// <summary>
/// How a run ended, for programs: the one document that NOTIFY_URL gets and that is printed with --log-format json. The keys are the property
/// names in snake case and stay; docs/operations/notices-and-status.md explains them. It holds no secret and nothing of a ticket.
/// </summary>
public sealed record RunNotice
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Always <c>run</c>.</summary>
    public string Event { get; } = "run";

    /// <summary>One line for a person, in the key that chats show.</summary>
    public required string Text { get; init; }

    public required string Program { get; init; }

    public required string Version { get; init; }

    public required string Host { get; init; }

    public required string Mode { get; init; }

    /// <summary>Name and store, or the directory; null when the run needed none, or when it is not known.</summary>
    public string? Bucket { get; init; }

    /// <summary>User, host, port and name; null when it is not known.</summary>
    public string? Database { get; init; }

    public required bool DryRun { get; init; }

    /// <summary><c>done</c>, <c>attention</c>, <c>failed</c>, <c>busy</c> or <c>stopped</c>.</summary>
    public required string Outcome { get; init; }

    public required int ExitCode { get; init; }

    /// <summary>What ended the run; null when it came to its end.</summary>
    public required string? Error { get; init; }

    public IReadOnlyList<NoticeFinding> Findings { get; init; } = [];

    /// <summary>States that earlier runs reported and that have ended.</summary>
    public IReadOnlyList<NoticeFinding> Ended { get; init; } = [];

    /// <summary>Of <c>tickets.import_runs</c>; null where no row was written.</summary>
    public long? RunId { get; init; }

    public NoticeFiles? Files { get; init; }

    public NoticeRows? Rows { get; init; }

    public string? WatermarkBefore { get; init; }

    public string? WatermarkAfter { get; init; }

    public NoticeNames? Names { get; init; }

    public double? ElapsedSeconds { get; init; }

    /// <summary>One line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunNoticeJson.Default.RunNotice);
}

/// <param name="IsNew">False when an earlier run reported the same state.</param>
/// <param name="Files">The first files that it is about.</param>
public sealed record NoticeFinding(string Kind, long Count, string Text, bool IsNew, IReadOnlyList<FileReason> Files);

public sealed record NoticeFiles(int Found, int Applied, int Late, int Failed);

public sealed record NoticeRows(long Read, long Dropped, long Rejected, long Superseded, long Inserted, long Updated, long Unchanged);

/// <summary>Of a geocoding pass.</summary>
/// <param name="Left">To be asked by the next pass.</param>
/// <param name="Calls">Requests sent.</param>
public sealed record NoticeNames(int ToAsk, int Accepted, int WithoutPoint, int Left, int Calls);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RunNotice))]
internal sealed partial class RunNoticeJson : JsonSerializerContext;
