namespace NtkDsl;

/// <summary>
/// What a value depends on when kernels are evaluated over rows x and columns x′ of two data sets.
/// The scope of a node is the union of the scopes of its arguments, so whatever depends on x alone is computed once per row.
/// </summary>
[Flags]
public enum Scope
{
    /// <summary>The same for every pair: numbers and parameters.</summary>
    None = 0,

    /// <summary>A function of x, such as K(x, x).</summary>
    Row = 1,

    /// <summary>A function of x′, such as K(x′, x′).</summary>
    Column = 2,

    /// <summary>A function of both, such as K(x, x′).</summary>
    Pair = Row | Column,
}
