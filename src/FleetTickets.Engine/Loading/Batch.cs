using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Loading;

/// <summary>Files that are loaded in one transaction.</summary>
/// <param name="Files">Oldest first.</param>
/// <param name="Becomes">What a file becomes when it can be read: <see cref="FileStatus.Applied"/> or <see cref="FileStatus.Local"/>.</param>
/// <param name="Open">Opens a file's content at an offset.</param>
public sealed record Batch(IReadOnlyList<ChangeFile> Files, FileStatus Becomes, Func<ChangeFile, ChangeReader.OpenAt> Open);
