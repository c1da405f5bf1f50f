using System.Globalization;
using System.Text;

namespace FleetTickets.TestServers;

/// <summary>What a server does with one request.</summary>
/// <param name="Header">One more header line; null for none.</param>
/// <param name="When">The answer waits for this; null does not wait.</param>
/// <param name="IsCut">The connection closes in the middle of the body.</param>
public sealed record ScriptedResponse(int Status, string Body, string? Header = null, Task? When = null, bool IsCut = false) : IScriptedAnswer
{
    public static ScriptedResponse Garbage { get; } = new(200, "<!doctype html><title>Welcome</title>");

    public static ScriptedResponse Never { get; } = new(200, "[]", When: Task.Delay(Timeout.Infinite));

    /// <summary>One byte more than a mebibyte, and otherwise an answer without places in LocationIQ's dialect.</summary>
    public static ScriptedResponse Huge { get; } = new(200, "[" + new string(' ', (1024 * 1024) - 1) + "]");

    public static ScriptedResponse Redirect(string target) => new(302, "", $"Location: {target}");

    async Task IScriptedAnswer.SendAsync(Stream connection, CancellationToken stop)
    {
        if (When is { } gate)
            await gate.WaitAsync(stop);
        await connection.WriteAsync(Bytes(), stop);
    }

    /// <summary>As it goes over the wire.</summary>
    private byte[] Bytes()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status} Scripted\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{(Header is null ? "" : Header + "\r\n")}\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. IsCut ? body[..(body.Length / 2)] : body];
    }
}
