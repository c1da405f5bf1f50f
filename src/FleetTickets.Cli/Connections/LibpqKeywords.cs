using System.Text;

namespace FleetTickets.Cli.Connections;

/// <summary>Splits libpq's <c>host=db password='se cret'</c>: values end at a blank unless quoted, and a backslash takes the next character as it is.</summary>
internal static class LibpqKeywords
{
    /// <summary>Null when the text is not of this form, and then most likely Npgsql's.</summary>
    /// <exception cref="FormatException">It is of this form, and a quote in it stays open.</exception>
    public static IReadOnlyList<(string Name, string Value)>? TryRead(string text)
    {
        var parameters = new List<(string Name, string Value)>();
        var position = 0;
        while (SkipBlanks(text, ref position) < text.Length)
        {
            var equals = text.IndexOf('=', position);
            var name = equals < 0 ? "" : text[position..equals].TrimEnd();
            if (!LibpqParameters.IsKnown(name))
                return null;
            position = equals + 1;
            SkipBlanks(text, ref position);
            var value = position < text.Length && text[position] == '\'' ? Quoted(text, ref position) : Plain(text, ref position);
            // Npgsql's pairs go on behind a semicolon, where libpq's value would only end at a blank.
            if (parameters.Count == 0 && value.Contains(';', StringComparison.Ordinal) && text.IndexOf('=', equals + 1) is var next && next > 0 && next < position)
                return null;
            parameters.Add((name.ToLowerInvariant(), value));
        }
        return parameters.Count > 0 && parameters.Exists(parameter => parameter.Name is "host" or "hostaddr" or "dbname" or "user" or "service") ? parameters : null;
    }

    private static string Plain(string text, ref int position)
    {
        var value = new StringBuilder();
        for (; position < text.Length && !char.IsWhiteSpace(text[position]); position++)
            value.Append(Unescaped(text, ref position));
        return value.ToString();
    }

    private static string Quoted(string text, ref int position)
    {
        var value = new StringBuilder();
        for (position++; position < text.Length && text[position] != '\''; position++)
            value.Append(Unescaped(text, ref position));
        return position++ < text.Length ? value.ToString() : throw new FormatException("a quote in it stays open");
    }

    private static char Unescaped(string text, ref int position) =>
        text[position] == '\\' && position + 1 < text.Length ? text[++position] : text[position];

    private static int SkipBlanks(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
        return position;
    }
}
