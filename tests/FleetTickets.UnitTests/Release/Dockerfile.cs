namespace FleetTickets.UnitTests.Release;

/// <summary>The instructions of the Dockerfile, comments left out and continued lines joined.</summary>
internal static class Dockerfile
{
    public static IReadOnlyList<Instruction> Instructions { get; } = Read();

    public static IEnumerable<string> All(string name) => Instructions.Where(one => one.Name == name).Select(one => one.Text);

    /// <summary>Those of the stage that becomes the image.</summary>
    public static IEnumerable<Instruction> LastStage =>
        Instructions.Reverse().TakeWhile(one => one.Name != "FROM").Reverse();

    private static IReadOnlyList<Instruction> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile")).Where(line => line.Length > 0 && !line.StartsWith('#'));
        return [.. string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(Instruction.Of)];
    }
}

internal sealed record Instruction(string Name, string Text)
{
    public static Instruction Of(string line) => new(line.Split(' ')[0], line[line.IndexOf(' ', StringComparison.Ordinal)..].Trim());

    public IEnumerable<string> Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
