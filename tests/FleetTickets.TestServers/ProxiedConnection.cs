using System.Net;
using System.Net.Sockets;

namespace FleetTickets.TestServers;

/// <summary>One connection through a proxy: two sockets, and the bytes between them.</summary>
internal sealed class ProxiedConnection(Socket program, ProxyRules rules)
{
    private readonly CommitWatch _commits = new();
    private Socket? _server;
    private CommitFault? _awaited;
    private long _answered;

    /// <summary>Runs until either side ends the connection, or somebody cuts it.</summary>
    public async Task RunAsync(EndPoint endPoint, CancellationToken end)
    {
        try
        {
            var isLocal = endPoint.AddressFamily is AddressFamily.Unix;
            _server = isLocal ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await _server.ConnectAsync(endPoint, end);
            await Task.WhenAny(PumpAsync(program, _server, AskAsync, end), PumpAsync(_server, program, AnswerAsync, end));
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is at its end, or the server takes nobody.
        }
        Cut();
    }

    public void Cut()
    {
        program.Dispose();
        _server?.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Socket, CancellationToken, Task<bool>> pass, CancellationToken end)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer.AsMemory(0, Math.Min(buffer.Length, rules.BytesPerSecond ?? buffer.Length)), end) is > 0 and var count)
            {
                await rules.PassAsync(end);
                if (!await pass(buffer.AsMemory(0, count), to, end))
                    return;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone, and the other one follows.
        }
    }

    private async Task<bool> AskAsync(ReadOnlyMemory<byte> bytes, Socket server, CancellationToken end)
    {
        if (_commits.SeesCommitIn(bytes.Span) && rules.MeetCommit() is { } fault)
        {
            if (fault is CommitFault.NeverSent)
            {
                rules.TellCommitMet();
                return false;
            }
            _awaited = fault;
        }
        await server.SendAsync(bytes, end);
        return true;
    }

    private async Task<bool> AnswerAsync(ReadOnlyMemory<byte> bytes, Socket program, CancellationToken end)
    {
        if (_awaited is { } fault)
        {
            if (fault is CommitFault.Silence)
                rules.Stall();
            rules.TellCommitMet();
            await rules.PassAsync(end);
            return false;
        }
        var whole = rules.CutAfterBytes is { } most && _answered + bytes.Length > most ? bytes[..(int)(most - _answered)] : bytes;
        _answered += whole.Length;
        await program.SendAsync(whole, end);
        if (rules.BytesPerSecond is { } speed)
            await Task.Delay(TimeSpan.FromSeconds((double)whole.Length / speed), end);
        return whole.Length == bytes.Length;
    }
}
