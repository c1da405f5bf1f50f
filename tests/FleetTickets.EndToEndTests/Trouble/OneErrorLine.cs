namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>What a failed run has to look like to the person who reads its log.</summary>
internal static class OneErrorLine
{
    private const string LogLine = @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d EAT (info |warn |error) \S";

    /// <summary>Exactly one line is an error, none is a stack trace, and there is no result. Returns that line, without its time.</summary>
    public static string FailsWithOneLine(this ProgramOutcome outcome, int exitCode)
    {
        outcome.Expect(exitCode);
        Assert.Equal("", outcome.Output);
        Assert.All(outcome.ErrorLines, line => Assert.Matches(LogLine, line));
        var error = Assert.Single(outcome.ErrorLines, line => line["yyyy-MM-dd HH:mm:ss EAT ".Length..].StartsWith("error ", StringComparison.Ordinal));
        Assert.DoesNotContain("Unexpected", error, StringComparison.Ordinal);
        return error["yyyy-MM-dd HH:mm:ss EAT error ".Length..];
    }
}
