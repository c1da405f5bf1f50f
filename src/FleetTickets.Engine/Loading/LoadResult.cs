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

    /// <summary>The batch is committed.</summary>
    /// <param name="Outcomes">The outcome of each file, without files that another run has applied since the ledger was read.</param>
    public sealed record Loaded(IReadOnlyList<FileOutcome> Outcomes) : LoadResult;

    /// <summary>Nothing was done, because a file of the batch is no longer in the bucket.</summary>
    public sealed record OneIsGone(ObjectGoneException Gone) : LoadResult;

    /// <summary>Nothing was done, because the connection was lost before the commit.</summary>
    public sealed record ConnectionLost(NpgsqlException Loss) : LoadResult;
}
