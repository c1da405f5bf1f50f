using FleetTickets.Cli.Output;
using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Results;
using static FleetTickets.UnitTests.Geocoding.Passes.KnownPlaces;

namespace FleetTickets.UnitTests.Geocoding.Passes;

public sealed class GeocodeSummaryTests
{
    private const int DailyBudget = 100;

    [Fact]
    public void ADryRunListsTheQuestionsAndTheirPrice()
    {
        var report = Report(isDryRun: true, names: 3);
        report.BudgetLeft = 60;

        Approved.Equal("geocode-dry-run", PlainResult.Of(GeocodeSummary.QuestionsOf(report)) + Text(report));
    }

    [Fact]
    public void OnATerminalADryRunIsTwoTables()
    {
        var report = Report(isDryRun: true, names: 3);

        Approved.Equal("geocode-terminal", Terminal80.Shows(GeocodeSummary.QuestionsOf(report)) + Terminal80.Shows(GeocodeSummary.Of(report, DailyBudget)));
    }

    [Theory]
    [InlineData(0, 60, 100, "0")]
    [InlineData(60, 60, 100, "1")]
    [InlineData(61, 60, 100, "2")]
    [InlineData(160, 60, 100, "2")]
    [InlineData(161, 60, 100, "3")]
    [InlineData(100, 0, 100, "1")]
    [InlineData(101, 0, 100, "2")]
    [InlineData(1, 0, 0, "never: the budget is 0")]
    public void TheForecastCountsTodayWhileItHasCalls(int names, int leftToday, int dailyBudget, string days)
    {
        var report = Report(isDryRun: true, names);
        report.BudgetLeft = leftToday;

        Assert.Contains($"\n  days   {days}\n", PlainResult.Of(GeocodeSummary.Of(report, dailyBudget)), StringComparison.Ordinal);
    }

    [Fact]
    public void APassThatFoundEverything() => Approved.Equal("geocode-done", Text(Report(isDryRun: false, 3, PlaceStatus.Accepted, PlaceStatus.Accepted, PlaceStatus.Accepted)));

    [Fact]
    public void APassThatAskedForEverythingAndDidNotFindAll() =>
        Approved.Equal("geocode-refusals", Text(Report(isDryRun: false, 4, PlaceStatus.Accepted, PlaceStatus.Coarse, PlaceStatus.RejectedFar, PlaceStatus.NotFound)));

    [Fact]
    public void APassThatStoppedSaysHowManyNamesAreLeft()
    {
        var report = Report(isDryRun: false, 1200, PlaceStatus.Accepted, PlaceStatus.Retry);
        report.Stop = new GeocodingStoppedException(StopReason.OwnBudget, "today's budget of calls to locationiq is used up", new DateTimeOffset(2026, 6, 16, 0, 0, 0, TimeSpan.Zero));

        Approved.Equal("geocode-stopped", Text(report));
    }

    [Theory]
    [InlineData(PlaceStatus.Retry)]
    [InlineData(PlaceStatus.NotFound)]
    [InlineData(PlaceStatus.Exhausted)]
    public void NothingIsDoneWhileANameHasNoPoint(PlaceStatus answer) =>
        Assert.DoesNotContain(": done, ", Text(Report(isDryRun: false, 1, answer)), StringComparison.Ordinal);

    [Fact]
    public void WhatIsRememberedOrHeldByAnotherRunIsNotDoneEither()
    {
        var report = Report(isDryRun: false, 0);
        Assert.Contains(": done, ", Text(report), StringComparison.Ordinal);

        report.Plan = report.Plan with { Held = 1 };
        Assert.DoesNotContain(": done, ", Text(report), StringComparison.Ordinal);
    }

    private static string Text(GeocodeReport report) => PlainResult.Of(GeocodeSummary.Of(report, DailyBudget));

    private static GeocodeReport Report(bool isDryRun, int names, params PlaceStatus[] answers)
    {
        var report = new GeocodeReport(PlaceKind.Clusters, isDryRun)
        {
            Plan = new GeocodePlan([.. Enumerable.Range(1, names).Select(i => Of($"Yaya {i}", openTickets: 1000 - i))], Placed: 800, Remembered: 0, Held: 0),
            WithoutPlace = 2, Calls = answers.Length, BudgetLeft = DailyBudget - answers.Length, TicketsMoved = 12, Elapsed = TimeSpan.FromSeconds(3.21),
        };
        foreach (var answer in answers)
            report.Count(answer);
        return report;
    }
}
