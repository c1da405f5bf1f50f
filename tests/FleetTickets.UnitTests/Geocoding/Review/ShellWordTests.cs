using System.Diagnostics;
using CsCheck;
using FleetTickets.Engine.Geocoding.Review;

namespace FleetTickets.UnitTests.Geocoding.Review;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("kileleshwa@Kileleshwa", "'kileleshwa@Kileleshwa'")]
    [InlineData("", "''")]
    [InlineData("it's $(reboot)", @"'it'\''s $(reboot)'")]
    [InlineData("a\tb", "'a'\"$(printf '\\011')\"'b'")]
    [InlineData("a\n", "'a''\n'")]
    [InlineData("gnp\u202eexe'\\", @"'gnp'""$(printf '\342\200\256')""'exe'\''\'")]
    public void AWordIsQuotedAndWhatDoesNotShowIsMadeToShow(string text, string word) => Assert.Equal(word, ShellWord.Of(text));

    [Theory]
    [InlineData("dash")]
    [InlineData("bash", "--noprofile", "--norc")]
    [InlineData("zsh", "-f")]
    public void AShellReadsEveryWordAsTheTextThatItWas(string shell, params string[] options)
    {
        var texts = Gen.String[Gen.OneOf(
            Gen.Char[" !\"#$%&'()*;<>?[\\]^`{|}~@-=aA0\n\r\t\u0001\u007f\u0085\u00e9\u202e\u2028\u2066\u0633"], Gen.Char['a', 'f']), 0, 30];
        texts.Array[1, 200].Sample(sample => Assert.Equal(sample, ReadBy(shell, options, sample)), iter: 5, threads: 1);
    }

    /// <summary>In <c>$'…'</c>, dash ended the word at the first quote of the text.</summary>
    [Theory]
    [InlineData("dash")]
    [InlineData("bash", "--noprofile", "--norc")]
    [InlineData("zsh", "-f")]
    public void ACommandInATextIsNotRun(string shell, params string[] options) =>
        Assert.Equal(["\u0001'; exit 7 #", "b"], ReadBy(shell, options, ["\u0001'; exit 7 #", "b"]));

    private static string[] ReadBy(string shell, string[] options, string[] texts)
    {
        var start = new ProcessStartInfo(shell, [.. options, "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C";
        using var running = Process.Start(start)!;
        var output = running.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        running.StandardInput.Write($"printf '%s\\0' {string.Join(' ', texts.Select(ShellWord.Of))}\n");
        running.StandardInput.Close();
        var words = output.GetAwaiter().GetResult().Split('\0');
        running.WaitForExit();
        return words[..^1];
    }
}
