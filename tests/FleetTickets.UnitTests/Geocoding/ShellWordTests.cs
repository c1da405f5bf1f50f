using System.Diagnostics;
using CsCheck;
using FleetTickets.Engine.Geocoding;

namespace FleetTickets.UnitTests.Geocoding;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("kileleshwa@Kileleshwa", "'kileleshwa@Kileleshwa'")]
    [InlineData("it's $(reboot)", @"'it'\''s $(reboot)'")]
    [InlineData("a\nb", @"$'a\x0ab'")]
    [InlineData("gnp\u202eexe'\\", @"$'gnp\xe2\x80\xaeexe\'\\'")]
    public void AWordIsQuotedAndWhatDoesNotShowIsMadeToShow(string text, string word) => Assert.Equal(word, ShellWord.Of(text));

    [Fact]
    public void BashReadsEveryWordAsTheTextThatItWas()
    {
        var texts = Gen.String[Gen.OneOf(Gen.Char[" !\"#$%&'()*;<>?[\\]^`{|}~@-=aA0\n\t\u0001\u007f\u0085\u00e9\u202e\u2066\u0633"], Gen.Char['a', 'f']), 0, 30];
        texts.Array[1, 200].Sample(sample => Assert.Equal(sample, ReadByBash(sample)), iter: 20, threads: 1);
    }

    private static string[] ReadByBash(string[] texts)
    {
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C";
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        bash.StandardInput.Write($"printf '%s\\0' {string.Join(' ', texts.Select(ShellWord.Of))}\n");
        bash.StandardInput.Close();
        var words = output.GetAwaiter().GetResult().Split('\0');
        bash.WaitForExit();
        return words[..^1];
    }
}
