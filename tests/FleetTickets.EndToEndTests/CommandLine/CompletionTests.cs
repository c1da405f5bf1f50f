namespace FleetTickets.EndToEndTests;

/// <summary>Words that a person types in a shell and completes with Tab, at a real terminal.</summary>
public sealed class CompletionTests
{
    private const string Bash = "bash --norc --noprofile -i";
    private const string Zsh = "zsh -f -i";

    public static MatrixTheoryData<string, (string Typed, string Completed)> Words { get; } = new(
        [Bash, Zsh],
        [
            ("inc --geocode-cl\t", "inc --geocode-clusters"),
            ("inc --from-bucket --ap\t", "inc --from-bucket --apply"),
            ("crq --status --log-format js\t", "crq --status --log-format json"),
            ("migrate --dr\t", "migrate --dry-run"),
            ("inc --env-file fleettickets-compl\t", "inc --env-file fleettickets-completed"),
        ]);

    [Theory]
    [MemberData(nameof(Words))]
    public async Task TabCompletesWhatTheProgramUnderstands(string shell, (string Typed, string Completed) word)
    {
        var folder = Directory.CreateTempSubdirectory("ft-completion-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "fleettickets-completed"), "", TestContext.Current.CancellationToken);
            var script = Path.Combine(AppContext.BaseDirectory, "completions", shell == Bash ? "fleettickets.bash" : "fleettickets.zsh");
            var begin = shell == Bash ? "" : "autoload -U compinit; compinit -D -u; unsetopt beep; ";

            // The words stand behind a command that prints them, so that nothing is run.
            var shown = await RealTerminal.ShowAsync(
                $"cd {folder.FullName}; {shell}", new Dictionary<string, string>(),
                $"PS1=; {begin}. {script}; inc() {{ echo \"got: inc $*\"; }}; crq() {{ echo \"got: crq $*\"; }}; migrate() {{ echo \"got: migrate $*\"; }}\n{word.Typed}\nexit\n");

            Assert.Contains($"got: {word.Completed}\n", RealTerminal.Visible(shown), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
