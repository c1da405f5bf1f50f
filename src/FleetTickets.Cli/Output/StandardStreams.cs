using System.Text;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Results;

namespace FleetTickets.Cli.Output;

/// <summary>
/// The one way to stdout and the one way to stderr. Names and messages from outside end up in all that is written; here what a terminal would
/// act on is shown instead, whoever wrote it. Messages, on stderr, are without secrets. A stream that takes no more, as that of a full disk, changes nothing of the work.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Past the gate, for what draws with escape sequences of its own and has made each text safe itself.</summary>
    public static TextWriter UnguardedOutput { get; private set; } = Console.Out;

    /// <inheritdoc cref="UnguardedOutput"/>
    public static TextWriter UnguardedError { get; private set; } = Console.Error;

    /// <summary>Something that was written went nowhere.</summary>
    public static bool HasFailed { get; private set; }

    public static void Guard(Secrets secrets)
    {
        (UnguardedOutput, UnguardedError, HasFailed) = (Console.Out, Console.Error, false);
        Console.SetOut(new GuardedWriter(UnguardedOutput, text => text));
        Console.SetError(new GuardedWriter(UnguardedError, secrets.Redact));
    }

    /// <summary>Lines, each of which stays one whatever is in it.</summary>
    public static async Task WriteLinesAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await Console.Out.WriteLineAsync(OneLine.Of(line));
    }

    private sealed class GuardedWriter(TextWriter inner, Func<string, string> redact) : TextWriter(inner.FormatProvider)
    {
        private const char Break = '\n';

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

        private string Safe(string? text) => OneLine.Of(redact(text ?? ""), Break);

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
