using Npgsql;

namespace FleetTickets.Schema.TakeOver;

/// <summary>
/// A function that consumers call, and that is there: ours comes in its place when it is called alike and its payload has no key that ours
/// lacks, on answers that are not empty; otherwise it stays, and ours is made under a name of its own.
/// </summary>
internal static class ReadFunction
{
    /// <summary>Replaces the verdict on one object that is still open by a final one.</summary>
    public static async Task<IReadOnlyList<TakeOverFinding>> JudgeAsync(NpgsqlConnection connection, IReadOnlyList<TakeOverFinding> findings, CancellationToken cancellation)
    {
        if (findings.FirstOrDefault(finding => finding.Verb is TakeOverVerb.Alike or TakeOverVerb.Other) is not { } open)
            return findings;
        var name = open.Statement!;
        var reason = open.Verb is TakeOverVerb.Other
            ? $"is called as {open.Detail}, ours otherwise"
            : await WhatOursLacksAsync(connection, name, cancellation);
        var others = findings.Where(finding => finding != open);
        return reason is null
            ? [new TakeOverFinding(open.Object, TakeOverVerb.Changes, "becomes ours, which has all its keys; grants, owner and security stay", null, null),
                .. others.Where(finding => finding.Verb is not TakeOverVerb.UnlessReplaced)]
            : [new TakeOverFinding(open.Object, TakeOverVerb.Leaves, $"the function, for it {reason}; ours is {name}{OtherNames.Suffix}", null, null),
                new TakeOverFinding(open.Object, TakeOverVerb.KeepsName, null, null, name),
                .. others.Select(finding => finding.Verb is TakeOverVerb.UnlessReplaced ? finding with { Verb = null } : finding)];
    }

    private static async Task<string?> WhatOursLacksAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        if (!PayloadKeys.OfOurs(name).Any())
            return "is known to nobody outside";
        var calls = await ReadCalls.ForAsync(connection, name, cancellation);
        if (calls.OtherWindows.Count > 0)
            return $"knows {string.Join(", ", calls.OtherWindows.Select(window => $"p_window '{window}'"))}";
        if (await PayloadKeys.CallAsync(connection, name, cancellation, calls.Arguments) is not { } paths)
            return "fails when it is called as ours can be";
        var lacking = paths.Where(path => !PayloadKeys.IsOurs(name, path)).ToList();
        if (lacking.Count > 0)
            return $"gives {string.Join(", ", lacking)}";
        var empty = PayloadKeys.ListsOfOurs(name).Where(list => paths.Contains(list) && !paths.Contains($"{list}[]")).ToList();
        return empty.Count == 0 ? null : $"gives nothing in {string.Join(", ", empty)}, whose keys cannot be compared";
    }
}
