using System.Text.RegularExpressions;

namespace FleetTickets.Schema.TakeOver;

/// <summary>The head of a function of ours.</summary>
/// <param name="Signature">schema.name(type,type), without what it gives back.</param>
/// <param name="Arguments">Names, types and defaults, a space between words.</param>
internal sealed partial record OwnFunction(string Signature, string Arguments, string Result)
{
    public static OwnFunction Of(string name, string arguments, string result)
    {
        var each = Blank().Replace(arguments, " ").Trim().Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var types = each.Where(argument => !argument.StartsWith("out ", StringComparison.Ordinal)).Select(TypeOf);
        return new OwnFunction($"{name}({string.Join(',', types)})", string.Join(", ", each), result);
    }

    private static string TypeOf(string argument)
    {
        var withoutDefault = argument.Split(" default ")[0];
        return withoutDefault[(withoutDefault.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
