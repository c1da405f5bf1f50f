using System.Text;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>Writes the page on which a person reviews what the geocoder did. Reads only.</summary>
/// <param name="program">The program that takes the commands on the page.</param>
public sealed class ReviewRun(NpgsqlDataSource database, string program, TimeProvider clock)
{
    /// <summary>Replaces <paramref name="page"/> once the whole page is written; until then it stays as it is.</summary>
    /// <returns>How many names are on the page.</returns>
    /// <exception cref="IOException">The page cannot be written there; nor with an <see cref="UnauthorizedAccessException"/>.</exception>
    public async Task<int> WriteAsync(FileInfo page, CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        var items = ReviewItem.InOrder(await ReviewQueries.NamesAsync(transaction.Connection, cancellation));
        var totals = await ReviewQueries.TotalsAsync(transaction.Connection, cancellation);

        // Beside the page: a move between file systems would not be one step.
        var unfinished = $"{page.FullName}.{Guid.NewGuid():n}.tmp";
        try
        {
            await using (var output = new StreamWriter(unfinished, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 << 10))
                await new ReviewPage(program).WriteAsync(output, items, totals, clock.GetUtcNow(), cancellation);
            File.Move(unfinished, page.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return items.Count;
    }
}
