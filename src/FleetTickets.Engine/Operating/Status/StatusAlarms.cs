using System.Globalization;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>Decides what of a dataset's standing a person should look at.</summary>
internal static class StatusAlarms
{
    public static IReadOnlyList<StatusAlarm> Of(StatusReport status, StatusThresholds thresholds) =>
        [.. Files(status), .. PassedOver(status), .. Runs(status, thresholds), .. Content(status, thresholds)];

    private static IEnumerable<StatusAlarm> Files(StatusReport status)
    {
        if (status.PendingMigrations.Count > 0)
            yield return new("pending_migrations", "the schema is older than this program: run migrate; until then no run loads anything");
        if (status.Stalled)
            yield return new("stalled", Text($"the feed is silent for longer than {status.StalledAfterHours:0.#} h: see whether the export runs"));
        if (status.BucketIsForeign)
            yield return new("bucket_unknown", $"the bucket has nothing below automations/{status.Dataset}/: see whether it is the right one, and whether the export has begun");
        if (status.FailedFiles > 0)
            yield return new("failed_files", "a file could not be read: --files --state failed says why, --retry or --skip settles it");
        if (status.UnappliedFiles > 0)
            yield return new("unapplied_files", "processed/ has files that the database does not know: was it restored? --retry --unapplied --apply puts them back, the next run merges them");
        if (status.StuckFiles > 0)
            yield return new("not_archived", "an applied file has not been moved out of changes/ for a day: --files --state not-archived lists it, the last run's log says why");
        if (status.Waiting.Future > 0)
            yield return new("future_names", "a file's name lies more than 24 h ahead: rename it, or --skip it");
    }

    private static IEnumerable<StatusAlarm> PassedOver(StatusReport status)
    {
        if (status.HasPassedOver)
            yield return new("passed_over", "a file waits for hours, and runs cannot have it: the last run's log says which and why; upload it again, or delete it");
    }

    private static IEnumerable<StatusAlarm> Runs(StatusReport status, StatusThresholds thresholds)
    {
        if (status.Waiting.Files > 0 && status.HoursSinceLastDrain > thresholds.IdleAfter.TotalHours)
            yield return new("idle", Text($"files wait and no run has come for longer than {thresholds.IdleAfter.TotalHours:0.#} h: see whether the scheduler runs"));
        if (status.Waiting.Files > 0 && status.NeverDrained)
            yield return new("never_ran", "files wait and no run has ever come: start the scheduler, or --from-bucket --apply");
        if (status.Waiting.Files > 0 && status.HoursWithoutProgress > thresholds.IdleAfter.TotalHours && status.HoursSinceLastDrain <= thresholds.IdleAfter.TotalHours)
            yield return new("not_progressing", Text($"files wait, runs come, and none has loaded a file or come to its end for longer than {thresholds.IdleAfter.TotalHours:0.#} h: the runs' log says why"));
        if (status.LastDrains is { Count: 3 } last && last.All(outcome => outcome is "killed" or "stopped"))
            yield return new("runs_cut_short", "the last three runs were killed or stopped: see who ends them, and whether they have the memory and the time that they need");
        if (status.AbandonedRun is { } abandoned)
            yield return new("abandoned_run", Text($"run {abandoned} says that it is running, and nobody has the dataset: it was killed; the next run notes it"));
        if (status.HeldBy?.Hours > thresholds.HeldAfter.TotalHours)
            yield return new("held", Text($"a run has had the dataset for longer than {thresholds.HeldAfter.TotalHours:0.#} h: look at process {status.HeldBy.Process} of role {status.HeldBy.Role}"));
        if (status.LastRuns?.FirstOrDefault(run => run.IsDrain) is { Outcome: "failed" } failed)
            yield return new("last_run_failed", $"run {failed.RunId} failed: {failed.Error}");
    }

    private static IEnumerable<StatusAlarm> Content(StatusReport status, StatusThresholds thresholds)
    {
        if (status.RejectsLast7Days > thresholds.MaxRejects)
            yield return new("rejects", Text($"more than {thresholds.MaxRejects:N0} records were rejected in the last 7 days: --rejects shows them"));
        if (status.UnreadableTimestamps * 100 > thresholds.MaxUnreadablePercent)
            yield return new("unreadable_timestamps", Text($"more than {thresholds.MaxUnreadablePercent:0.##} % of the timestamps read NULL: has the export's format changed?"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
