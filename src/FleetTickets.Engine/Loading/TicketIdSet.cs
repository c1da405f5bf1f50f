using System.IO.Hashing;
using System.Text;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// The tickets that files name, in 16 bytes each: a million ids as text would be most of the memory of a load. Nobody can craft two ids
/// that collide, because each process has a seed of its own.
/// </summary>
internal sealed class TicketIdSet
{
    private static readonly long Seed = Random.Shared.NextInt64();

    private readonly HashSet<(ulong, ulong)> _hashes = [];

    /// <summary>An id as the set holds it.</summary>
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

    /// <summary>Returns false when the set already has the id.</summary>
    public bool Add((ulong, ulong) id) => _hashes.Add(id);

    public void AddAll(TicketIdSet other) => _hashes.UnionWith(other._hashes);
}
