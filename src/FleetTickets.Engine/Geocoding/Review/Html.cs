using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>Markup. What an interpolated string puts into it is encoded, unless it is markup itself, so nothing can be forgotten.</summary>
internal readonly record struct Html(string Text)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static Html Empty { get; } = new("");

    public static Html Of(Markup markup) => new(markup.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));

    public override string ToString() => Text;

    /// <summary>Control characters are shown as their pictures: HTML has no way to write them.</summary>
    private static string Encode(string text) =>
        Encoder.Encode(text.Any(char.IsControl) ? string.Concat(text.Select(Visible)) : text);

    private static char Visible(char letter) => letter switch
    {
        < ' ' => (char)('\u2400' + letter),
        _ when char.IsControl(letter) => '\u2421',
        _ => letter,
    };

    /// <summary>Builds markup from an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Markup(int literalLength, int holes)
    {
        private readonly StringBuilder _text = new(literalLength + (holes * 16));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(Html markup) => _text.Append(markup.Text);

        public void AppendFormatted(string? text) => _text.Append(Encode(text ?? ""));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable =>
            _text.Append(Encode(value.ToString(format, CultureInfo.InvariantCulture)));

        public override string ToString() => _text.ToString();
    }
}
