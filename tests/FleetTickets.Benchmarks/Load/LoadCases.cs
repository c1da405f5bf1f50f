namespace FleetTickets.Benchmarks.Load;

internal static class LoadCases
{
    private const int DeltaRows = 500;

    /// <summary>The first baseline, of which the others are parts, and those that were asked for.</summary>
    public static IEnumerable<LoadCase> Chosen(LoadOptions options, Deliveries deliveries, Contestants contestants) =>
        All(options, deliveries, contestants)
            .Where((@case, i) => i == 0 || options.Case is not { } part || @case.Name.Contains(part, StringComparison.OrdinalIgnoreCase));

    /// <summary>Each case leaves, or is brought back to, all tickets in version 0.</summary>
    private static IReadOnlyList<LoadCase> All(LoadOptions options, Deliveries deliveries, Contestants contestants)
    {
        Contestant[] loaders = [contestants.Program, contestants.Floor, contestants.Plain];
        var (old, @new) = (deliveries.Whole(0), deliveries.Whole(1));
        return
        [
            new("first baseline", options.Rows, StartsEmpty: true, [old], loaders),
            new("the insert alone", options.Rows, StartsEmpty: true, [], [contestants.InsertInto("tickets.inc"), contestants.InsertInto("public.bare")]),
            new("every row changed", options.Rows, StartsEmpty: false, [@new, old], loaders),
            new("10 % changed", options.Rows, StartsEmpty: false, [deliveries.OneInTen(1), old], loaders),
            new("same file again", options.Rows, StartsEmpty: false, [old], loaders),
            new($"delta of {DeltaRows}", DeltaRows, StartsEmpty: false, [deliveries.Some(DeltaRows, 1), deliveries.Some(DeltaRows, 0)], loaders),
            new("nothing new", 0, StartsEmpty: false, [], [contestants.Program, contestants.Nothing]),
            new(
                $"{options.Files} files of {DeltaRows}", options.Files * DeltaRows, StartsEmpty: false,
                [deliveries.ManyFiles(options.Files, DeltaRows, 1), deliveries.ManyFiles(options.Files, DeltaRows, 0)], loaders),
            new("one large file", options.LargeRows, StartsEmpty: true, [deliveries.Large(options.LargeRows)], [contestants.Program]),
        ];
    }
}
