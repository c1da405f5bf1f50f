using FleetTickets.Cli.Commands;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using Serilog;

namespace FleetTickets.Cli.Notices;

/// <summary>Tells the end of a run to programs: as a line on stdout to who reads JSON, to NOTIFY_URL when it is not fine, and to HEARTBEAT_URL.</summary>
internal static class RunEnding
{
    /// <param name="failure">What ended the run; null when it came to its end.</param>
    public static async Task TellAsync(ProgramCall call, int exitCode, Exception? failure, CancellationToken stop)
    {
        if (call is { AnswersJson: true, IsJson: false } && failure is not null)
            await Console.Out.WriteLineAsync(FatalError.Json(call.Secrets, exitCode, failure));
        if (call.Run is not { } run)
            return;
        var notice = NoticeOf(call, run, exitCode, failure);
        if (call.NotifyUrl is { } url && IsAlarm(notice, Outcome.FromExitCode(exitCode)))
            await PostAsync(url, notice.ToJson(), stop);
        if (call.Heartbeat is { } heartbeat)
            await heartbeat.EndAsync(exitCode, call.Secrets.Redact($"{notice.Text}\n{call.Summary}"));
        if (call.IsJson)
            await Console.Out.WriteLineAsync(notice.ToJson());
    }

    private static async Task PostAsync(Uri url, string json, CancellationToken stop)
    {
        using var webhook = new Webhook(url, TimeProvider.System, WebhookPatience.Usual);
        if (await webhook.PostAsync(json, "application/json", stop) is { } trouble)
            Log.Warning("The notice of this run was not delivered: NOTIFY_URL {Trouble}", trouble);
    }

    /// <summary>The person who asked for a dry-run watches it. Another run at work and a signal are everyday events.</summary>
    private static bool IsAlarm(RunNotice notice, Outcome outcome)
    {
        if (notice.DryRun || outcome == Outcome.Busy || outcome == Outcome.Stopped)
            return false;
        // What lasts was reported when it began.
        return outcome == Outcome.Failed || notice.Findings.Any(finding => finding.IsNew) || notice.Ended.Count > 0
            || (outcome == Outcome.Attention && notice.Findings.Count == 0);
    }

    private static RunNotice NoticeOf(ProgramCall call, RunRequest run, int exitCode, Exception? failure)
    {
        var outcome = Outcome.FromExitCode(exitCode);
        IReadOnlyList<Finding> findings = [], ended = [];
        if (call.Report is { } report)
            (findings, ended) = (Findings.Of(report), Findings.Ended(report));
        var error = ErrorOf(call, outcome, failure) is { } text ? OneLine.Of(call.Secrets.Redact(text)) : null;
        var notice = new RunNotice
        {
            At = TimeProvider.System.GetUtcNow(),
            Text = NoticeText.Line(call.Program, Environment.MachineName, run, outcome.Word, error, [.. findings, .. ended]),
            Program = call.Program,
            Version = ProgramVersion.Text,
            Host = Environment.MachineName,
            Mode = run.Mode,
            Bucket = call.Bucket,
            Database = call.Database,
            DryRun = run.IsDryRun,
            Outcome = outcome.Word,
            ExitCode = exitCode,
            Error = error,
            Findings = [.. findings.Select(finding => NoticeOf(finding, call.Report is not { } known || !Findings.IsKnown(known, finding)))],
            Ended = [.. ended.Select(finding => NoticeOf(finding, isNew: true))],
        };
        return NoticeFigures.Add(notice, call.Report, call.Pass);
    }

    private static NoticeFinding NoticeOf(Finding finding, bool isNew) => new(finding.Kind, finding.Count, finding.Text, isNew, finding.Files);

    private static string? ErrorOf(ProgramCall call, Outcome outcome, Exception? failure) =>
        outcome == Outcome.Stopped ? null
        : failure is not null ? NoticeText.Of(failure)
        : outcome == Outcome.Failed && call.Pass?.Stop is { } stop ? NoticeText.Of(stop.Reason)
        : null;
}
