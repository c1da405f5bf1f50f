using System.Globalization;
using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.Cli.Configuration;

/// <summary>What the environment says of the geocoder.</summary>
internal static class GeocoderVariables
{
    public const string Provider = "GEOCODER_PROVIDER";
    public const string ApiKey = "GEOCODER_API_KEY";
    public const string BaseUrl = "GEOCODER_BASE_URL";
    public const string RatePerSecond = "GEOCODER_RATE_PER_SECOND";
    public const string DailyBudget = "GEOCODER_DAILY_BUDGET";

    /// <param name="value">The trimmed value of a variable; null when it is empty or not set.</param>
    /// <param name="needsKey">Somebody will be asked.</param>
    /// <param name="problems">Takes a line for each wrong value.</param>
    public static GeocoderSettings? Read(Func<string, string?> value, bool needsKey, List<string> problems)
    {
        var before = problems.Count;
        var provider = value(Provider)?.ToLowerInvariant() ?? GeocoderSettings.DefaultProvider;
        if (!GeocoderSettings.Providers.Contains(provider))
        {
            problems.Add($"{Provider} is none of those known; expected one of {string.Join(", ", GeocoderSettings.Providers)}");
            return null;
        }
        var settings = GeocoderSettings.DefaultsOf(provider, value(ApiKey) ?? "");
        settings = settings with
        {
            BaseUrl = value(BaseUrl) is { } url ? UrlFrom(url, problems) ?? settings.BaseUrl : settings.BaseUrl,
            RatePerSecond = value(RatePerSecond) is { } rate ? RateFrom(rate, problems) : settings.RatePerSecond,
            DailyBudget = value(DailyBudget) is { } budget ? BudgetFrom(budget, problems) : settings.DailyBudget,
        };
        if (needsKey && settings.ApiKey.Length == 0)
            problems.Add($"{ApiKey} is not set; expected the provider's key, or no --apply");
        return problems.Count == before ? settings : null;
    }

    private static Uri? UrlFrom(string text, List<string> problems)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            return url;
        problems.Add($"{BaseUrl} is not an http:// or https:// URL without user, password and query");
        return null;
    }

    private static double RateFrom(string text, List<string> problems)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is > 0 and <= 1000)
            return rate;
        problems.Add($"{RatePerSecond} is not a number of calls a second; expected one above 0 and at most 1000");
        return 0;
    }

    private static int BudgetFrom(string text, List<string> problems)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var budget))
            return budget;
        problems.Add($"{DailyBudget} is not a number of calls a day; expected a whole number from 0");
        return 0;
    }
}
