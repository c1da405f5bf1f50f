namespace FleetTickets.UnitTests.Architecture;

/// <summary>A room, which is a folder and its namespace, uses rooms on lower floors only (docs/architecture.md).</summary>
public sealed class FloorsTests
{
    private static readonly string[][] Floors =
    [
        ["Engine.Feed", "Engine.Faults", "Engine.Network", "Engine.Transactions", "Engine.Geocoding.Names"],
        ["Engine.Results", "Engine.Ledger", "Engine.Feed.Reading", "Engine.Geocoding.Places"],
        ["Engine.Feed.Cleaning", "Engine.Bucket", "Engine.Geocoding.Judging", "Engine.Geocoding.Providers"],
        ["Engine.Bucket.S3", "Engine.Bucket.Directories", "Engine.Loading", "Engine.Geocoding.Gazetteer", "Engine.Geocoding.Calling"],
        ["Engine.Loading.Refolding", "Engine.Geocoding.Passes", "Engine.Geocoding.Review"],
        ["Engine.Runs"],
        ["Engine.Draining", "Engine.Geocoding.Curation"],
        ["Engine.Verifying", "Engine.Operating.Listing", "Engine.Operating.Status"],
        ["Engine.Operating.Deciding"],
        ["Schema.Migrations"],
        ["Schema.TakeOver"],
        ["Schema"],
        ["Cli"],
        ["Cli.Connections"],
        ["Cli.Configuration"],
        ["Cli.Commands"],
        ["Cli.Output"],
        ["Cli.Notices"],
        ["Cli.Programs"],
    ];

    private static readonly Dictionary<string, int> FloorOf =
        Floors.SelectMany((rooms, floor) => rooms.Select(room => (room, floor))).ToDictionary(pair => pair.room, pair => pair.floor);

    [Fact]
    public void EveryRoomHasItsFloor() => Assert.Equal(FloorOf.Keys.Order(), ProductSource.All.Select(source => source.Room).Distinct().Order());

    [Fact]
    public void EveryFileIsInItsFoldersNamespace() =>
        Assert.All(ProductSource.All, source => Assert.Equal([ProductSource.NamespaceOf(source.Room)], source.Namespaces));

    [Fact]
    public void NoRoomReachesUpOrSideways() => Assert.Empty(ProductSource.All.SelectMany(ArrowsUpOrSideways));

    [Fact]
    public void NoRoomHoldsMoreThanTwentyFiles() =>
        Assert.Empty(ProductSource.All.GroupBy(source => source.Room).Where(room => room.Count() > 20).Select(room => room.Key));

    [Theory]
    [InlineData("DbUp", "Schema")]
    [InlineData("System.CommandLine", "Cli")]
    [InlineData("Spectre", "Cli")]
    [InlineData("Serilog.Formatting", "Cli")]
    public void ALibraryIsReachedFromOneProjectOnly(string library, string project) =>
        Assert.Equal([project], ProductSource.All
            .Where(source => source.Code.Contains($"using {library}", StringComparison.Ordinal) || source.Code.Contains($" {library}.", StringComparison.Ordinal))
            .Select(source => source.Room.Split('.')[0]).Distinct());

    [Fact]
    public void ConnectionsAreOpenedByTransactions() =>
        Assert.Equal(
            ["FleetTickets.Engine/Transactions/DatabaseTransaction.cs"],
            ProductSource.All.Where(source => source.Code.Contains(".OpenConnection", StringComparison.Ordinal) || source.Code.Contains("database.CreateCommand(", StringComparison.Ordinal))
                .Select(source => source.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Engine/Feed/Cleaning", "using FleetTickets.Engine.Loading;")]
    [InlineData("Engine/Bucket", "using FleetTickets.Engine.Draining;")]
    [InlineData("Engine/Loading", "var bucket = new FleetTickets.Engine.Bucket.Directories.DirectoryBucket(\"\");")]
    [InlineData("Engine/Feed", "Ledger.FileLedger.DoneAsync();")]
    [InlineData("Engine/Feed", "using FleetTickets.Engine.Feed.Reading;")]
    [InlineData("Engine/Geocoding/Names", "using FleetTickets.Engine.Geocoding.Passes;")]
    [InlineData("Engine/Draining", "using static FleetTickets.Schema.Migrator;")]
    [InlineData("Schema/TakeOver", "throw new SchemaOutdatedException(\"\");")]
    [InlineData("Schema", "using static FleetTickets.Cli.Programs.ProgramFrame;")]
    public void AnArrowUpOrSidewaysIsSeenHoweverItIsWritten(string folder, string code) =>
        Assert.Single(ArrowsUpOrSideways(ProductSource.Of($"FleetTickets.{folder}/Sample.cs", code)));

    [Theory]
    [InlineData("Engine/Draining", "using FleetTickets.Engine.Loading;")]
    [InlineData("Engine/Feed/Cleaning", "// using FleetTickets.Engine.Loading;")]
    [InlineData("Engine/Feed/Cleaning", "var file = new ChangeFile();")]
    [InlineData("Engine/Feed/Reading", "request.Bucket.ToString();")]
    public void AnArrowDownACommentOrAMembersNameIsNoOffence(string folder, string code) =>
        Assert.Empty(ArrowsUpOrSideways(ProductSource.Of($"FleetTickets.{folder}/Sample.cs", code)));

    private static IEnumerable<string> ArrowsUpOrSideways(ProductSource source) =>
        source.RoomsUsed().Where(used => FloorOf[used] >= FloorOf[source.Room]).Select(used => $"{source.Name} uses {used}");
}
