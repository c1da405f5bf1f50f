namespace FleetTickets.TestServers;

/// <summary>Finds PostgreSQL's COMMIT in what a program sends, also when it comes in two pieces.</summary>
internal sealed class CommitWatch
{
    // A simple query: its letter, its length, its text, a zero. https://www.postgresql.org/docs/current/protocol-message-formats.html
    private static readonly byte[] Message = [(byte)'Q', 0, 0, 0, 11, .. "COMMIT"u8, 0];

    private readonly List<byte> _tail = [];

    public bool SeesCommitIn(ReadOnlySpan<byte> sent)
    {
        _tail.AddRange(sent);
        var found = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tail).IndexOf(Message) >= 0;
        _tail.RemoveRange(0, found ? _tail.Count : Math.Max(0, _tail.Count - Message.Length + 1));
        return found;
    }
}
