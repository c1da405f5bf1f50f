using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Cli.Notices;

/// <summary>What a run counted, as its notice has it.</summary>
internal static class NoticeFigures
{
    public static RunNotice Add(RunNotice notice, RunReport? report, GeocodeReport? pass)
    {
        if (report is { Rows: var rows })
        {
            notice = notice with
            {
                RunId = report.RunId,
                Files = new NoticeFiles(report.FilesFound, report.FilesApplied, report.FilesLate, report.FilesFailed),
                Rows = new NoticeRows(rows.Read, rows.Dropped, rows.Rejected, rows.Superseded, rows.Inserted, rows.Updated, rows.Unchanged),
                WatermarkBefore = report.WatermarkBefore,
                WatermarkAfter = report.WatermarkAfter,
                ElapsedSeconds = Seconds(report.Elapsed),
            };
        }
        return pass is null ? notice : notice with
        {
            Names = new NoticeNames(
                pass.Plan.ToAsk.Count, pass.Answers.GetValueOrDefault(PlaceStatus.Accepted), pass.WithoutPoint, pass.Unanswered, pass.Calls),
            ElapsedSeconds = Seconds(pass.Elapsed),
        };
    }

    private static double Seconds(TimeSpan elapsed) => Math.Round(elapsed.TotalSeconds, 3);
}
