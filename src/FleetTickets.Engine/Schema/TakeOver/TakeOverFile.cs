namespace FleetTickets.Engine.Schema;

/// <summary>The files beside this one, which are part of the program.</summary>
internal static class TakeOverFile
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(TakeOverFile).Assembly.GetManifestResourceStream($"take-over/{name}")!);
        return reader.ReadToEnd();
    }
}
