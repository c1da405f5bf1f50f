namespace FleetTickets.UnitTests.Architecture;

/// <summary>A folder of the engine uses folders on lower floors only (docs/architecture.md).</summary>
public sealed class FloorsTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["App"] = 5,
        ["Runs"] = 4,
        ["Bucket"] = 3,
        ["Geocoding"] = 3,
        ["Loading"] = 3,
        ["Reporting"] = 3,
        ["Schema"] = 3,
        ["Cleaning"] = 2,
        ["Changes"] = 1,
        ["Datasets"] = 0,
        ["Faults"] = 0,
        ["Network"] = 0,
        ["Results"] = 0,
        ["Transactions"] = 0,
    };

    [Fact]
    public void EveryFolderHasItsFloor() =>
        Assert.Empty(EngineSource.All.Select(source => source.Folder).Distinct().Except(Floors.Keys));

    [Fact]
    public void EveryFileIsInItsFoldersNamespace() =>
        Assert.All(EngineSource.All, source => Assert.Equal([EngineSource.NamespaceOf(source.Folder)], source.Namespaces));

    [Fact]
    public void NoFolderReachesUpOrSideways() => Assert.Empty(EngineSource.All.SelectMany(ArrowsUpOrSideways));

    [Fact]
    public void DbUpIsReachedFromTheSchemaOnly() =>
        Assert.Empty(EngineSource.All.Where(source => source.Folder != "Schema" && source.Code.Contains("DbUp", StringComparison.Ordinal)).Select(source => source.Name));

    [Fact]
    public void ConnectionsAreOpenedByTransactions() =>
        Assert.Equal(
            ["Transactions/DatabaseTransaction.cs"],
            EngineSource.All.Where(source => source.Code.Contains(".OpenConnection", StringComparison.Ordinal) || source.Code.Contains("database.CreateCommand(", StringComparison.Ordinal))
                .Select(source => source.Name.Replace('\\', '/')).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Cleaning", "using FleetTickets.Engine.Loading;")]
    [InlineData("Bucket", "using FleetTickets.Engine.Reporting;")]
    [InlineData("Loading", "var bucket = new FleetTickets.Engine.Bucket.DirectoryBucket(\"\");")]
    [InlineData("Reporting", "Loading.Ledger.DoneAsync();")]
    [InlineData("Runs", "using static FleetTickets.Engine.App.ExitCode;")]
    public void AnArrowUpOrSidewaysIsSeenHoweverItIsWritten(string folder, string code) =>
        Assert.Single(ArrowsUpOrSideways(EngineSource.Of(Path.Combine(folder, "Sample.cs"), code)));

    [Theory]
    [InlineData("Runs", "using FleetTickets.Engine.Loading;")]
    [InlineData("Cleaning", "// using FleetTickets.Engine.Loading;")]
    [InlineData("Changes", "request.Bucket.ToString();")]
    public void AnArrowDownACommentOrAMembersNameIsNoOffence(string folder, string code) =>
        Assert.Empty(ArrowsUpOrSideways(EngineSource.Of(Path.Combine(folder, "Sample.cs"), code)));

    private static IEnumerable<string> ArrowsUpOrSideways(EngineSource source) =>
        source.FoldersUsed(Floors.Keys).Where(used => Floors[used] >= Floors[source.Folder]).Select(used => $"{source.Name} uses {used}");
}
