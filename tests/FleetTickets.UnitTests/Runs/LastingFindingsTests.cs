using FleetTickets.Engine.Runs;

namespace FleetTickets.UnitTests.Runs;

public sealed class LastingFindingsTests
{
    private static readonly Finding Stalled = New(FindingKind.FeedStalled, 7);
    private static readonly Finding Rejected = New(FindingKind.RecordRejected, 1);

    [Fact]
    public void ASilenceThatGoesOnIsKnown() => Assert.True(LastingFindings.IsKnown(Stalled with { Count = 8 }, [Stalled]));

    [Fact]
    public void WhatARunFindsInItsOwnFilesIsNewsEachTime() => Assert.False(LastingFindings.IsKnown(Rejected, [Rejected]));

    [Theory]
    [InlineData(true, "a")]
    [InlineData(false, "b")]
    [InlineData(false, "a", "b")]
    public void OtherOrMoreFilesAreNews(bool isKnown, params string[] names) =>
        Assert.Equal(isKnown, LastingFindings.IsKnown(New(FindingKind.FutureName, names.Length, names), [New(FindingKind.FutureName, 1, "a")]));

    [Fact]
    public void WhatIsNoMoreHasEnded() =>
        Assert.Equal([FindingKind.FeedStalled], LastingFindings.Ended([Stalled, Rejected], []).Select(finding => finding.Kind));

    [Fact]
    public void WhatLastsHasNotEnded() => Assert.Empty(LastingFindings.Ended([Stalled], [Stalled]));

    private static Finding New(string kind, long count, params string[] names) => new(kind, count, "text", names);
}
