namespace FleetTickets.SampleFeed;

/// <summary>
/// Chance that never changes: the same seed and the same chain of keys give the same throw, on every machine and runtime.
/// The mixing is SplitMix64's; the sequence of <see cref="Random"/> is not promised from one .NET version to the next.
/// </summary>
internal readonly record struct Dice(ulong Seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>Dice of their own for this key; two keys are unrelated.</summary>
    public Dice For(int key) => new(Mix(Seed + Golden * (uint)(key + 1)));

    public Dice For(Trait trait) => For((int)trait);

    /// <summary>A number from 0 up to, and not including, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)Math.BigMul(Seed, (ulong)limit, out _);

    public T Of<T>(T[] choices) => choices[Below(choices.Length)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What is thrown for a ticket, so that no two of its traits hang together.</summary>
internal enum Trait
{
    Phase, Opened, Cluster, Place, Prefix, Box, RegionSpelling, StatusSpelling, Team, Owner, Hours, CreatedAtService, Schedule, Seen,
}
