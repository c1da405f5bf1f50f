using System.IO.Hashing;
using System.Text;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Which tickets were named, in 16 bytes each: a million ids as texts would be most of the memory of a load. Nobody can make two ids
/// look the same, because the seed is another one in each process.
/// </summary>
internal sealed class TicketIdSet
{
    private static readonly long Seed = Random.Shared.NextInt64();

    private readonly HashSet<(ulong, ulong)> _hashes = [];

    /// <summary>The form in which an id is held.</summary>
    public static (ulong, ulong) HashOf(string ticketId)
    {
        var hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(ticketId), Seed);
        return ((ulong)(hash >> 64), (ulong)hash);
    }

    public int Count => _hashes.Count;

    public static TicketIdSet Of(IEnumerable<string> ticketIds)
    {
        var set = new TicketIdSet();
        foreach (var id in ticketIds)
            set.Add(HashOf(id));
        return set;
    }

    public bool Contains((ulong, ulong) id) => _hashes.Contains(id);

    /// <summary>False when it was there already.</summary>
    public bool Add((ulong, ulong) id) => _hashes.Add(id);

    public void AddAll(TicketIdSet other) => _hashes.UnionWith(other._hashes);
}
