using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// k(X, X) V for a symmetric k, a block of rows of the lower triangle at a time. Blocks are kept for the next product as far as the budget goes.
/// </summary>
/// <param name="kernel">The kernel.</param>
/// <param name="kind">Which of its kernels is k.</param>
/// <param name="x">X.</param>
/// <param name="budget">Bytes for blocks that are kept.</param>
/// <param name="cancellation">Ends a product early.</param>
internal sealed class StreamedKernel(Kernel kernel, KernelKind kind, Points x, long budget, CancellationToken cancellation)
{
    private readonly Dictionary<int, Matrix<double>> kept = [];
    private readonly RowBlocks blocks = kernel.Blocks([kind], x, x2: null, cancellation);
    private long free = budget;

    /// <summary>k V.</summary>
    public Matrix<double> Times(Matrix<double> v)
    {
        var result = Matrix<double>.Build.Dense(x.Count, v.ColumnCount);
        foreach (var (start, end) in blocks.Ranges(Kernel.BlockRows(rows: null, blocks)))
        {
            cancellation.ThrowIfCancellationRequested();
            var block = Block(start, end);
            result.SetSubMatrix(start, 0, block * Rows(v, 0, end));
            if (start > 0)
            {
                // The entries above the diagonal are those of the transposed block.
                var above = block.SubMatrix(0, end - start, 0, start).TransposeThisAndMultiply(Rows(v, start, end));
                result.SetSubMatrix(0, 0, Rows(result, 0, start) + above);
            }
        }

        return result;
    }

    private static Matrix<double> Rows(Matrix<double> v, int start, int end) => v.SubMatrix(start, end - start, 0, v.ColumnCount);

    private Matrix<double> Block(int start, int end)
    {
        if (kept.TryGetValue(start, out var block))
        {
            return block;
        }

        block = blocks.Block(start, end, lowerTriangle: true).ToMatrix(0);
        var size = sizeof(double) * (long)block.RowCount * block.ColumnCount;
        if (size <= free)
        {
            free -= size;
            kept[start] = block;
        }

        return block;
    }
}
