using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Loading;

/// <summary>Hears of every record that was read; must be cheap.</summary>
public interface ILoadProgress
{
    /// <summary>The records of this file come next. Of files that are loaded together the newest comes first.</summary>
    void Started(ChangeFile file);

    /// <param name="offset">Bytes of the current file before the record.</param>
    void Record(long offset);
}
