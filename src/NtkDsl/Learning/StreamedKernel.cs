using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// k(X, X) V for a symmetric k, a block of rows of the lower triangle at a time, each read once. Blocks are kept for the next product as
/// far as the budget goes; the others share the memory of one. Deterministic for any number of threads.
/// </summary>
/// <param name="kernel">The kernel.</param>
/// <param name="kind">Which of its kernels is k.</param>
/// <param name="x">X.</param>
/// <param name="budget">Bytes for blocks that are kept.</param>
/// <param name="cancellation">Ends a product early.</param>
internal sealed class StreamedKernel(Kernel kernel, KernelKind kind, Points x, long budget, CancellationToken cancellation)
{
    private readonly Dictionary<int, Results> kept = [];
    private readonly RowBlocks blocks = kernel.Blocks([kind], x, x2: null, cancellation);
    private Results? passing;
    private long free = budget;

    /// <summary>k V.</summary>
    public Matrix<double> Times(Matrix<double> v)
    {
        var (factor, product) = (v.ToColumnArrays(), SymmetricProduct.Zeros(v.ColumnCount, v.RowCount));
        foreach (var (start, end) in blocks.Ranges(Kernel.BlockRows(rows: null, blocks)))
        {
            cancellation.ThrowIfCancellationRequested();
            SymmetricProduct.Add(Block(start, end), start, end, factor, product);
        }

        return Matrix<double>.Build.DenseOfColumnArrays(product);
    }

    private Results Block(int start, int end)
    {
        if (kept.TryGetValue(start, out var block))
        {
            return block;
        }

        var size = MemoryNeed.Bytes(count: 1, end - start, end);
        if (size <= free)
        {
            free -= size;
            return kept[start] = blocks.Block(start, end, lowerTriangle: true);
        }

        passing ??= new(count: 1, Kernel.BlockRows(rows: null, blocks), x.Count);
        blocks.Refill(passing, new(start, end, 0, end, BelowDiagonal: true));
        return passing;
    }
}
