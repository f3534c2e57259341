namespace NtkDsl;

/// <summary>Where tile programs read the input kernel K₀ and its gaps from.</summary>
internal abstract class PairSource
{
    /// <summary>n₁, the number of rows of the result.</summary>
    public abstract int RowCount { get; }

    /// <summary>n₂, the number of columns of the result.</summary>
    public abstract int ColumnCount { get; }

    /// <summary>d.</summary>
    public abstract int Features { get; }

    /// <summary>K₀(x, x) for all rows, or K₀(x′, x′) for all columns.</summary>
    public abstract ReadOnlySpan<double> Diagonal(Scope side);

    /// <summary>The coordinates of a row's or a column's point.</summary>
    public abstract ReadOnlySpan<double> Point(Scope side, int index);

    /// <summary>A window of its own for each thread.</summary>
    public abstract PairWindow NewWindow();
}

/// <summary>A tile of pairs: some rows with some columns.</summary>
internal abstract class PairWindow : IDisposable
{
    /// <summary>How many columns a window holds at the most.</summary>
    public const int LargestColumnCount = 256;

    /// <summary>Moves to the rows from <paramref name="firstRow"/> and the columns from <paramref name="firstColumn"/>, where something is to be prepared for them.</summary>
    public virtual void Move(int firstRow, int rows, int firstColumn, int columns)
    {
    }

    /// <summary>K₀(x, x′), P₀ or Q₀ of one column with consecutive rows inside the window.</summary>
    public abstract void Load(Symbol symbol, int column, int firstRow, Span<double> result);

    /// <summary>Gives back what it has borrowed.</summary>
    public virtual void Dispose()
    {
    }
}
