using System.Globalization;

namespace FleetTickets.Engine.Results;

/// <summary>A span of time as people say it: the two largest units of days, hours and minutes.</summary>
internal static class Duration
{
    public static string Of(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Text($"{(int)span.TotalSeconds} s"),
        { TotalHours: < 1 } => Text($"{(int)span.TotalMinutes} min"),
        { TotalDays: < 1, Minutes: 0 } => Text($"{span.Hours} h"),
        { TotalDays: < 1 } => Text($"{span.Hours} h {span.Minutes} min"),
        { Hours: 0 } => Text($"{span.Days} d"),
        _ => Text($"{span.Days} d {span.Hours} h"),
    };

    /// <summary>Of hours that are counted within the day only, where a day has no 24.</summary>
    public static string OfHours(double hours) => TimeSpan.FromHours(hours) switch
    {
        { TotalHours: < 1 } span => Of(span),
        { Minutes: 0 } span => Text($"{(int)span.TotalHours} h"),
        var span => Text($"{(int)span.TotalHours} h {span.Minutes} min"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
