namespace FleetTickets.Engine.Loading;

/// <summary>Hears of every record that was read; must be cheap.</summary>
public interface ILoadProgress
{
    /// <param name="offset">Bytes of the current file before the record.</param>
    void Record(long offset);
}
