namespace NtkDsl;

/// <summary>Which pairs to evaluate: consecutive rows with consecutive columns, or those of them below the diagonal, where row &gt; column.</summary>
internal readonly record struct TileRegion(int FirstRow, int EndRow, int FirstColumn, int EndColumn, bool BelowDiagonal = false)
{
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
