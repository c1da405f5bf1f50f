namespace FleetTickets.Engine.Runs;

/// <summary>What lasts over many runs is reported when it begins and when it ends, not by each run in between.</summary>
internal static class LastingFindings
{
    private static readonly Dictionary<string, string> Over = new Dictionary<string, string>
    {
        [FindingKind.FeedStalled] = "the feed has newer files again",
        [FindingKind.FutureName] = "no file is named in the future any more",
        [FindingKind.FilePassedOver] = "every listed file can be had again",
        [FindingKind.UnappliedFile] = "the database knows every archived file again",
        [FindingKind.BucketUnknown] = "the bucket has files of this type now",
        [FindingKind.HistoryNotCaptured] = "the history is captured again",
    };

    /// <summary>Whether the run before has found the same.</summary>
    public static bool IsKnown(Finding finding, IReadOnlyList<Finding> before) =>
        Over.ContainsKey(finding.Kind) && before.Any(earlier => earlier.Kind == finding.Kind && Covers(earlier, finding));

    /// <summary>What the run before has found and this one has not.</summary>
    public static IReadOnlyList<Finding> Ended(IReadOnlyList<Finding> before, IReadOnlyList<Finding> now) =>
    [
        .. before.Where(earlier => Over.ContainsKey(earlier.Kind) && now.All(finding => finding.Kind != earlier.Kind))
            .Select(earlier => new Finding(earlier.Kind, 0, Over[earlier.Kind], [])),
    ];

    /// <summary>Of files, more or other ones are news; the hours of a silence are not.</summary>
    private static bool Covers(Finding earlier, Finding finding) =>
        finding.Names.Count == 0 || (finding.Count <= earlier.Count && finding.Names.All(earlier.Names.Contains));
}
