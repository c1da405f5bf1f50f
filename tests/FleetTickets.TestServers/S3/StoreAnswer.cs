using System.Globalization;
using System.Text;

namespace FleetTickets.TestServers;

/// <summary>How a reader learns that a body is over.</summary>
internal enum Framing
{
    Length,
    Chunks,
    Close,
}

/// <summary>An answer of a store; what it says of its body need not be true.</summary>
internal sealed record StoreAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body) : IScriptedAnswer
{
    public Framing Framing { get; init; }

    /// <summary>Null when it is the body's own.</summary>
    public long? StatedLength { get; init; }

    /// <summary>As after a HEAD.</summary>
    public bool HasNoBody { get; init; }

    /// <summary>The body is sent again and again.</summary>
    public bool IsEndless { get; init; }

    public static StoreAnswer Xml(int status, string body) => new(status, [("Content-Type", "application/xml")], Encoding.UTF8.GetBytes(body));

    public static StoreAnswer Page(string body) => new(200, [("Content-Type", "text/html")], Encoding.UTF8.GetBytes(body));

    public static StoreAnswer Error(int status, string code, string text) =>
        Xml(status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{text}</Message></Error>");

    public async Task SendAsync(Stream connection, CancellationToken stop)
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes(Head()), stop);
        do
            await SendBodyAsync(connection, stop);
        while (IsEndless);
        if (Framing is Framing.Chunks)
            await connection.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
    }

    private async Task SendBodyAsync(Stream connection, CancellationToken stop)
    {
        if (HasNoBody || Body.Length == 0)
            return;
        if (Framing is not Framing.Chunks)
        {
            await connection.WriteAsync(Body, stop);
            return;
        }
        byte[] chunk = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Body.Length:x}\r\n")), .. Body, .. "\r\n"u8];
        await connection.WriteAsync(chunk, stop);
    }

    private string Head()
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Answer\r\nConnection: close\r\n"));
        foreach (var (name, value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (Framing is Framing.Length)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {StatedLength ?? Body.Length}\r\n");
        if (Framing is Framing.Chunks)
            head.Append("Transfer-Encoding: chunked\r\n");
        return head.Append("\r\n").ToString();
    }
}
