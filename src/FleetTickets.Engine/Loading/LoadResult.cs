using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>How loading a batch ended.</summary>
public abstract record LoadResult
{
    private LoadResult()
    {
    }

    /// <summary>It is committed.</summary>
    /// <param name="Outcomes">What became of each file; without those that another run has applied since the ledger was read.</param>
    public sealed record Loaded(IReadOnlyList<FileOutcome> Outcomes) : LoadResult;

    /// <summary>Nothing was done, since a file of the batch is not in the bucket any more.</summary>
    public sealed record OneIsGone(ObjectGoneException Gone) : LoadResult;

    /// <summary>Nothing was done, since the connection was lost before the commit.</summary>
    public sealed record ConnectionLost(NpgsqlException Loss) : LoadResult;
}
