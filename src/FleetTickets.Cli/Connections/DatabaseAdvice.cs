using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>What a person can do about a failure of the database, in one sentence; docs/operations/troubleshoot.md has the long form.</summary>
internal static class DatabaseAdvice
{
    private const string TransactionTimeout = "25P04";
    private const string TryLater = "The next run goes on where this one stopped";

    public static string For(NpgsqlException failure) => failure switch
    {
        PostgresException { MessageText: var text } when text.Contains("unsupported startup parameter", StringComparison.Ordinal) =>
            "Take options out of DATABASE_URL and give the role what they set (ALTER ROLE … SET …), or name options in the pooler's ignore_startup_parameters",
        PostgresException { MessageText: var text } when text.Contains("statement pooling mode", StringComparison.Ordinal) =>
            "Set pool_mode of this database to transaction or session in the pooler's configuration",
        PostgresException refused => For(refused.SqlState),
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } =>
            "Check the host in DATABASE_URL, and this machine's DNS",
        { InnerException: AuthenticationException } => "Check the server's certificate, and sslmode and sslrootcert in DATABASE_URL",
        { InnerException: SocketException or TimeoutException } =>
            "Check host and port in DATABASE_URL, whether the server runs, and the network on the way",
        { InnerException: null } => "Check sslmode in DATABASE_URL, and the server",
        _ => $"Check that the server runs. {TryLater}",
    };

    /// <param name="sqlState">One of https://www.postgresql.org/docs/current/errcodes-appendix.html.</param>
    private static string For(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.InvalidPassword => "Check user and password in DATABASE_URL",
        PostgresErrorCodes.InvalidAuthorizationSpecification => "Check user and sslmode in DATABASE_URL, and the server's pg_hba.conf",
        PostgresErrorCodes.InvalidCatalogName => "Check the database's name in DATABASE_URL",
        PostgresErrorCodes.InsufficientPrivilege => "Grant this user what docs/database.md#roles lists",
        PostgresErrorCodes.ReadOnlySqlTransaction => "Name the primary in DATABASE_URL, or set default_transaction_read_only to off for this user and its database",
        PostgresErrorCodes.TooManyConnections => "End other sessions or raise the limit. " + TryLater,
        PostgresErrorCodes.DiskFull => "Make room on the server. " + TryLater,
        PostgresErrorCodes.QueryCanceled => "Give this user a longer statement_timeout, or 0. " + TryLater,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => "Another session changed the same rows. " + TryLater,
        TransactionTimeout => "Give this user a longer transaction_timeout, or 0. " + TryLater,
        PostgresErrorCodes.LockNotAvailable => "See in pg_stat_activity who holds the table, or give this user a longer lock_timeout. " + TryLater,
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction =>
            "The schema is not what this program's migrations made; run migrate, or restore what was dropped",
        _ when sqlState.StartsWith("57P", StringComparison.Ordinal) => "The server stops or starts just now. " + TryLater,
        _ => "See the server's log and docs/operations/troubleshoot.md. " + TryLater,
    };
}
