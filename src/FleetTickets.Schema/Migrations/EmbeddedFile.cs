namespace FleetTickets.Schema.Migrations;

/// <summary>A file of the take-over's folder, which is part of the program.</summary>
internal static class EmbeddedFile
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(EmbeddedFile).Assembly.GetManifestResourceStream($"take-over/{name}")!);
        return reader.ReadToEnd();
    }
}
