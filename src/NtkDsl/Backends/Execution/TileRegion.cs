namespace NtkDsl;

/// <summary>Which pairs to evaluate: consecutive rows with consecutive columns, or those of them below the diagonal, where row &gt; column.</summary>
internal readonly record struct TileRegion(int FirstRow, int EndRow, int FirstColumn, int EndColumn, bool BelowDiagonal = false)
{
    public int Rows => EndRow - FirstRow;

    public int Columns => EndColumn - FirstColumn;

    /// <summary>
    /// The parts of a matrix that are evaluated one after the other: rows by rows and, in them, columns by columns. Those of a symmetric one
    /// end at the diagonal, whose squares are not divided if the columns are a multiple of the rows.
    /// </summary>
    public static IEnumerable<TileRegion> Partition(int rowCount, int columnCount, bool symmetric, int rows, int columns)
    {
        for (var row = 0; row < rowCount; row += rows)
        {
            var endRow = Math.Min(row + rows, rowCount);
            var endColumn = symmetric ? endRow : columnCount;
            for (var column = 0; column < endColumn; column += columns)
            {
                yield return new(row, endRow, column, Math.Min(column + columns, endColumn), symmetric);
            }
        }
    }

    /// <summary>Tiles that do not depend on one another, of nearly equal work.</summary>
    public IEnumerable<Tile> Tiles()
    {
        for (var row = FirstRow; row < EndRow; row += Storage.TileHeight)
        {
            var rows = Math.Min(Storage.TileHeight, EndRow - row);
            var end = BelowDiagonal ? Math.Min(EndColumn, row + rows - 1) : EndColumn;
            for (var column = FirstColumn; column < end; column += PairWindow.LargestColumnCount)
            {
                yield return new(row, rows, column, Math.Min(PairWindow.LargestColumnCount, end - column));
            }
        }
    }
}

/// <summary>A few rows with a few columns.</summary>
internal readonly record struct Tile(int FirstRow, int Rows, int FirstColumn, int Columns);
