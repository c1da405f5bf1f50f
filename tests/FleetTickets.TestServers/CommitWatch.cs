using System.Runtime.InteropServices;

namespace FleetTickets.TestServers;

/// <summary>Finds the COMMIT of a transaction that copied records, in what a program sends to PostgreSQL, also when it comes in two pieces.</summary>
internal sealed class CommitWatch
{
    // A simple query: its letter, its length, its text, a zero. https://www.postgresql.org/docs/current/protocol-message-formats.html
    private static readonly byte[] Commit = [(byte)'Q', 0, 0, 0, 11, .. "COMMIT"u8, 0];

    private static readonly byte[] Copy = [.. "copy staged_records"u8];

    private readonly List<byte> _tail = [];
    private bool _hasCopied;

    public bool SeesCommitIn(ReadOnlySpan<byte> sent)
    {
        _tail.AddRange(sent);
        var unread = CollectionsMarshal.AsSpan(_tail);
        _hasCopied = _hasCopied || unread.IndexOf(Copy) >= 0;
        if (_hasCopied && unread.IndexOf(Commit) >= 0)
        {
            _hasCopied = false;
            _tail.Clear();
            return true;
        }
        _tail.RemoveRange(0, Math.Max(0, _tail.Count - Math.Max(Commit.Length, Copy.Length) + 1));
        return false;
    }
}
