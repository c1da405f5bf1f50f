using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Names;

public sealed class ProbableCodesTests
{
    [Fact]
    public void AFirstWordThatFiveClustersShareIsProbablyACode() => Assert.Equal([("CST", 5)], ProbableCodes.Among(In(5, "Cst Yaya")));

    [Fact]
    public void InFewerClustersItMayBeAName() => Assert.Empty(ProbableCodes.Among(In(4, "Cst Yaya").Concat(In(4, "Cst Hurlingham"))));

    [Fact]
    public void AWholeNameIsNoCode() => Assert.Empty(ProbableCodes.Among(In(9, "Milimani")));

    [Fact]
    public void TheMostFrequentComesFirst() =>
        Assert.Equal([("B", 7), ("A", 6), ("C", 6)], ProbableCodes.Among(In(6, "C x").Concat(In(7, "B x")).Concat(In(6, "A x"))));

    private static IEnumerable<(string Name, string Cluster)> In(int clusters, string name) => Enumerable.Range(1, clusters).Select(i => (name, $"Cluster {i}"));
}
