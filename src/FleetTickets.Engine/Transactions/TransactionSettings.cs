namespace FleetTickets.Engine.Transactions;

/// <summary>Settings that must not depend on the defaults of a server, a database or a role.</summary>
public static class TransactionSettings
{
    /// <summary>
    /// Sets all of it until the transaction ends, in one round trip. The search path comes first, so that no object in another schema
    /// is ever found. A limit that an administrator chose for work, as statement_timeout, stays.
    /// </summary>
    public const string Sql =
        """
        set local search_path = pg_catalog;
        select pg_catalog.set_config('standard_conforming_strings', 'on', true),
               pg_catalog.set_config('idle_in_transaction_session_timeout', '0', true),
               pg_catalog.set_config('datestyle', 'ISO, MDY', true),
               pg_catalog.set_config('intervalstyle', 'postgres', true),
               pg_catalog.set_config('timezone', 'UTC', true),
               pg_catalog.set_config('extra_float_digits', '1', true),
               pg_catalog.set_config('bytea_output', 'hex', true),
               pg_catalog.set_config('transform_null_equals', 'off', true),
               pg_catalog.set_config('array_nulls', 'on', true),
               pg_catalog.set_config('synchronous_commit',
                 case pg_catalog.current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply' else 'on' end, true)
        """;
}
