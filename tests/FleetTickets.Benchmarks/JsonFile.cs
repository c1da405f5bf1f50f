using System.Text.Encodings.Web;
using System.Text.Json;

namespace FleetTickets.Benchmarks;

internal static class JsonFile
{
    // Plans are full of quotes and arrows, and nothing here goes into a web page.
    private static readonly JsonSerializerOptions Readable =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync<T>(string path, T report, CancellationToken cancellation)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, report, Readable, cancellation);
    }
}
