using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Loading;

/// <summary>Is called for every record that is read, so it must be cheap.</summary>
public interface ILoadProgress
{
    /// <summary>The records of this file follow. Files that are loaded together come newest first.</summary>
    void Started(ChangeFile file);

    /// <param name="offset">Bytes of the current file before the record.</param>
    void Record(long offset);
}
