using System.Globalization;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>What happens in one chaos run, drawn from its seed.</summary>
internal sealed record ChaosPlan(int Seed, IReadOnlyList<ChaosStep> Steps)
{
    public static ChaosPlan For(int seed)
    {
        var random = new Random(seed);
        var times = Enumerable.Range(0, random.Next(3, 11)).ToArray();
        random.Shuffle(times);
        var contents = times.ToDictionary(time => time, _ => ChaosFile.Random(random));

        var steps = new List<ChaosStep>();
        foreach (var time in times)
        {
            steps.Add(new Upload(NameOf(time), contents[time]));
            if (random.Next(4) == 0)
                steps.Add(Again(random, contents));
            if (random.Next(5) < 2)
                steps.Add(SomeRun(random));
        }
        return new ChaosPlan(seed, [.. steps, SomeRun(random)]);
    }

    public override string ToString() => string.Concat(Steps.Select((step, i) => $"  {i + 1,2}. {step}\n"));

    /// <summary>A file once more: changed, word for word, under another name, or put back as it was.</summary>
    private static ChaosStep Again(Random random, Dictionary<int, ChaosFile> contents)
    {
        var time = random.Next(contents.Count);
        return random.Next(4) switch
        {
            0 => new Upload(NameOf(time), ChaosFile.Random(random)),
            1 => new Upload(NameOf(time), contents[time]),
            2 => new Upload(NameOf(contents.Count + random.Next(3)), contents[time]),
            _ => new PutBack(NameOf(time)),
        };
    }

    private static Run SomeRun(Random random) =>
        new([.. Enumerable.Range(0, random.Next(10) switch { < 6 => 1, < 9 => 2, _ => 3 }).Select(_ => WorkerPlan.Random(random))]);

    private static string NameOf(int time) => string.Create(CultureInfo.InvariantCulture, $"2026-06-15T{time:00}-20-00");
}

internal abstract record ChaosStep;

internal sealed record Upload(string Time, ChaosFile File) : ChaosStep
{
    public override string ToString() => $"{Time} arrives: {File.Kind}, {File.Kept.Count} of {File.Read} records kept";
}

internal sealed record PutBack(string Time) : ChaosStep
{
    public override string ToString() => $"{Time} is put back";
}

/// <summary>Workers that start together.</summary>
internal sealed record Run(IReadOnlyList<WorkerPlan> Workers) : ChaosStep
{
    public override string ToString() => $"run: {string.Join("; ", Workers)}";
}
