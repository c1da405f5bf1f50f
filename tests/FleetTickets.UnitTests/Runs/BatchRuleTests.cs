using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;

namespace FleetTickets.UnitTests.Draining;

public sealed class BatchRuleTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("5 5", "5 | 5")]
    [InlineData("5 5 5", "5 5 | 5")]
    [InlineData("4 3 3 10 1", "4 3 3 | 10 | 1")]
    [InlineData("99 1 1", "99 | 1 1")]
    [InlineData("1 99 1", "1 | 99 | 1")]
    public void FromThreeFilesOnGroupsHoldAtMostTenBytes(string sizes, string expected)
    {
        var files = sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select((size, n) => new ChangeFile(new BucketObject($"{n}", "tag", int.Parse(size, null)), default)).ToList();

        var batches = new BatchRule(FewestFiles: 3, MostBytes: 10).Of(files).ToList();

        Assert.Equal(expected, string.Join(" | ", batches.Select(batch => string.Join(' ', batch.Select(file => file.Upload.Size)))));
        Assert.Equal(files, batches.SelectMany(batch => batch));
    }
}
