using Npgsql;

namespace FleetTickets.Engine.Transactions;

/// <summary>Work that is one transaction from its first statement to its last.</summary>
public static class TransactionWork
{
    public static async Task<T> InTransactionAsync<T>(
        this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        var result = await work(transaction.Connection);
        await transaction.CommitAsync();
        return result;
    }

    public static async Task InTransactionAsync(this NpgsqlDataSource database, Func<NpgsqlConnection, Task> work, CancellationToken cancellation)
    {
        await using var transaction = await DatabaseTransaction.BeginAsync(database, cancellation);
        await work(transaction.Connection);
        await transaction.CommitAsync();
    }
}
