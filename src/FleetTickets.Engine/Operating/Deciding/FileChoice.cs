using FleetTickets.Engine.Runs;

namespace FleetTickets.Engine.Operating.Deciding;

/// <summary>Finds the files that a person names: by whole keys, or by the last part of a key where that is enough.</summary>
/// <param name="candidates">What may be chosen, with every key that it goes by; the first is where it lies.</param>
internal sealed class FileChoice<T>(IReadOnlyList<(T File, IReadOnlyList<string> Keys)> candidates)
{
    /// <param name="explain">Why a key that fits no candidate cannot be chosen.</param>
    /// <exception cref="FileChoiceException">Keys that fit none or several.</exception>
    public IReadOnlyList<T> Choose(IEnumerable<string> keys, Func<string, string> explain)
    {
        var (chosen, problems) = (new List<T>(), new List<string>());
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            var fitting = Fitting(key);
            if (fitting.Count == 1)
                chosen.Add(fitting[0].File);
            else
                problems.Add(fitting.Count == 0 ? explain(key) : $"{key} fits several: {string.Join(", ", fitting.Select(candidate => candidate.Keys[0]))}");
        }
        return problems.Count == 0 ? chosen : throw new FileChoiceException(problems);
    }

    /// <summary>Where it lies comes first: the key that a file had in changes/ may since be another upload's.</summary>
    private List<(T File, IReadOnlyList<string> Keys)> Fitting(string key) =>
        candidates.Where(candidate => candidate.Keys[0] == key).ToList() is { Count: > 0 } exact ? exact
            : candidates.Where(candidate => Fits(candidate.Keys[0], key)).ToList() is { Count: > 0 } here ? here
            : [.. candidates.Where(candidate => candidate.Keys.Any(known => Fits(known, key)))];

    private static bool Fits(string known, string key) => known == key || known.EndsWith("/" + key, StringComparison.Ordinal);
}
