namespace NtkDsl;

/// <summary>
/// Kernel matrices a block of rows at a time, with the bits of an evaluation at once: what belongs to pairs below the diagonal is evaluated as such.
/// </summary>
internal sealed class RowBlocks
{
    private readonly PairEvaluation evaluation;
    private readonly bool amongThemselves;

    /// <param name="kernel">The kernel.</param>
    /// <param name="kinds">Which matrices.</param>
    /// <param name="x1">The points of the rows.</param>
    /// <param name="x2">The points of the columns; those of the rows if null, when entry (i, i) is an example with itself.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    public RowBlocks(Kernel kernel, IReadOnlyList<KernelKind> kinds, Points x1, Points? x2, CancellationToken cancellation)
    {
        (Kinds, RowCount, ColumnCount, amongThemselves) = (kinds, x1.Count, (x2 ?? x1).Count, x2 is null);
        IsSymmetric = amongThemselves && kinds.All(kind => kind == KernelKind.Nngp || kernel.NtkIsSymmetric);
        evaluation = kernel.NewEvaluation(kinds, x1, x2 ?? x1, IsSymmetric, cancellation);
    }

    public IReadOnlyList<KernelKind> Kinds { get; }

    public int RowCount { get; }

    public int ColumnCount { get; }

    /// <summary>Whether the matrices equal their transposes, so that their lower triangles say it all.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Entries (i, j), start ≤ i &lt; end, for all j; of symmetric matrices, with <paramref name="lowerTriangle"/>, for j &lt; end.</summary>
    public Results Block(int start, int end, bool lowerTriangle = false)
    {
        var results = new Results(Kinds.Count, end - start, lowerTriangle ? end : ColumnCount);
        Fill(results, new(start, end, 0, IsSymmetric ? end : ColumnCount, BelowDiagonal: IsSymmetric));
        if (IsSymmetric && !lowerTriangle)
        {
            evaluation.Run(new(end, RowCount, start, end), (output, column, row, values) => results.WriteRow(output, column - start, row, values));
        }

        return results;
    }

    /// <summary>
    /// Evaluates a region into memory for one that is no smaller. Of a symmetric matrix it lies left of the end of its diagonal.
    /// </summary>
    public void Refill(Results results, TileRegion region)
    {
        results.Reshape(region.Rows, region.Columns);
        Fill(results, region);
    }

    /// <summary>The blocks of so many rows each, from the first to the last.</summary>
    public IEnumerable<(int Start, int End)> Ranges(int rows) =>
        Enumerable.Range(0, (RowCount + rows - 1) / rows).Select(i => (i * rows, Math.Min((i + 1) * rows, RowCount)));

    private void Fill(Results results, TileRegion region)
    {
        evaluation.Run(region, (output, column, row, values) => results.Write(output, column - region.FirstColumn, row - region.FirstRow, values));
        if (region.BelowDiagonal && region.EndColumn > region.FirstRow)
        {
            results.Mirror(firstColumn: region.FirstRow - region.FirstColumn);
        }

        if (amongThemselves)
        {
            results.SetDiagonal(evaluation.Diagonal, region.FirstRow, region.FirstColumn);
        }
    }
}
