using System.Text;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Results;

namespace FleetTickets.Cli.Output;

/// <summary>
/// The one way to stdout and the one way to stderr. Names and messages from outside end up in all that is written; here what a terminal would
/// act on is shown as an escape, whatever wrote it. Messages, on stderr, are without secrets. A stream that takes no more, as that of a full disk, changes nothing of the work.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Writes as it is what draws with escape sequences of its own and has made each text safe itself.</summary>
    public static TextWriter DrawnOutput { get; private set; } = Console.Out;

    /// <inheritdoc cref="DrawnOutput"/>
    public static TextWriter DrawnError { get; private set; } = Console.Error;

    /// <summary>Something that was written went nowhere.</summary>
    public static bool HasFailed { get; private set; }

    public static void Guard(Secrets secrets)
    {
        var (output, error) = (Console.Out, Console.Error);
        HasFailed = false;
        (DrawnOutput, DrawnError) = (new GuardedWriter(output, text => text), new GuardedWriter(error, text => text));
        Console.SetOut(new GuardedWriter(output, WithoutControls));
        Console.SetError(new GuardedWriter(error, text => WithoutControls(secrets.Redact(text))));
    }

    /// <summary>Lines, each of which stays one whatever is in it.</summary>
    public static async Task WriteLinesAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await Console.Out.WriteLineAsync(OneLine.Of(line));
    }

    private static string WithoutControls(string text) => OneLine.Of(text, '\n');

    private sealed class GuardedWriter(TextWriter inner, Func<string, string> shown) : TextWriter(inner.FormatProvider)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

        public override void Write(string? value) => Try(() => inner.Write(Safe(value)));

        public override void WriteLine(string? value) => Try(() => inner.WriteLine(Safe(value)));

        public override Task WriteAsync(string? value) => TryAsync(() => inner.WriteAsync(Safe(value)));

        public override Task WriteLineAsync(string? value) => TryAsync(() => inner.WriteLineAsync(Safe(value)));

        public override void Flush() => Try(inner.Flush);

        public override Task FlushAsync() => TryAsync(inner.FlushAsync);

        private string Safe(string? text) => shown(text ?? "");

        private static void Try(Action write)
        {
            try
            {
                write();
            }
            catch (IOException)
            {
                HasFailed = true;
            }
        }

        private static async Task TryAsync(Func<Task> write)
        {
            try
            {
                await write();
            }
            catch (IOException)
            {
                HasFailed = true;
            }
        }
    }
}
