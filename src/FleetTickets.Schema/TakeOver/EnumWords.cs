namespace FleetTickets.Schema.TakeOver;

/// <summary>An enum's values as words: <see cref="TakeOverVerb.CannotBeRead"/> is <c>cannot be read</c>.</summary>
internal static class EnumWords
{
    /// <exception cref="InvalidOperationException">No value has these words.</exception>
    public static T Parse<T>(string words) where T : struct, Enum =>
        Array.Find(Enum.GetValues<T>(), value => value.ToWords() == words) is var found && found.ToWords() == words
            ? found
            : throw new InvalidOperationException($"the inspection answers with '{words}', which is no {typeof(T).Name}");

    public static string ToWords<T>(this T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, place) => (char.IsUpper(letter) && place > 0 ? " " : "") + char.ToLowerInvariant(letter)));
}
