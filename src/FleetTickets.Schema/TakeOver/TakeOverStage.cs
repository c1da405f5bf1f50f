namespace FleetTickets.Schema.TakeOver;

/// <summary>When a statement of a take-over runs. <see cref="TakeOverScripts"/> has the order.</summary>
internal enum TakeOverStage
{
    /// <summary>Drops read functions that use a view.</summary>
    Readers,

    /// <summary>Drops views.</summary>
    Views,

    /// <summary>Prepares tables for the migrations.</summary>
    Tables,

    /// <summary>Drops functions that ours replace.</summary>
    Functions,

    /// <summary>Computes the generated columns, with one rewrite a table.</summary>
    Columns,

    /// <summary>Restores grants, owners, comments and other properties after the migrations.</summary>
    After,
}
