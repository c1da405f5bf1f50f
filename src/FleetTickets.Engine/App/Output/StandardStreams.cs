using System.Text;

namespace FleetTickets.Engine.App;

/// <summary>
/// The one way to stdout and the one way to stderr. Names and messages from outside end up in all that is written; here what a terminal would
/// act on is shown instead, whoever wrote it.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Past the gate, for what draws with escape sequences of its own and has made each text safe itself.</summary>
    public static TextWriter UnguardedOutput { get; private set; } = Console.Out;

    /// <inheritdoc cref="UnguardedOutput"/>
    public static TextWriter UnguardedError { get; private set; } = Console.Error;

    public static void Guard()
    {
        (UnguardedOutput, UnguardedError) = (Console.Out, Console.Error);
        Console.SetOut(new GuardedWriter(UnguardedOutput));
        Console.SetError(new GuardedWriter(UnguardedError));
    }

    /// <summary>Lines, each of which stays one whatever is in it.</summary>
    public static async Task WriteLinesAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await Console.Out.WriteLineAsync(OneLine.Of(line));
    }

    private sealed class GuardedWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
    {
        private const char Break = '\n';

        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

        public override void Write(string? value) => inner.Write(OneLine.Of(value ?? "", Break));

        public override void WriteLine(string? value) => inner.WriteLine(OneLine.Of(value ?? "", Break));

        public override Task WriteAsync(string? value) => inner.WriteAsync(OneLine.Of(value ?? "", Break));

        public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(OneLine.Of(value ?? "", Break));

        public override void Flush() => inner.Flush();

        public override Task FlushAsync() => inner.FlushAsync();
    }
}
