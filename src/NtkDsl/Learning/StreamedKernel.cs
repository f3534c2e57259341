using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>k(X, X′) V a block of rows at a time. Blocks are kept for the next product as far as the budget goes.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="kind">Which of its kernels is k.</param>
/// <param name="x">X.</param>
/// <param name="columns">X′; X itself if null, when entry (i, i) is an example with itself.</param>
/// <param name="budget">Bytes for blocks that are kept.</param>
/// <param name="cancellation">Ends a product early.</param>
internal sealed class StreamedKernel(Kernel kernel, KernelKind kind, Points x, Points? columns, long budget, CancellationToken cancellation)
{
    /// <summary>Rows of a block; at n = 50,000 a block takes 200 MB.</summary>
    private const int BlockSize = 512;

    private readonly Dictionary<int, Matrix<double>> kept = [];
    private readonly Lazy<Vector<double>> diagonal = new(() => kernel.EvaluateDiagonal(x).Of(kind));
    private long free = budget;

    /// <summary>k V.</summary>
    public Matrix<double> Times(Matrix<double> v)
    {
        var result = Matrix<double>.Build.Dense(x.Count, v.ColumnCount);
        for (var start = 0; start < x.Count; start += BlockSize)
        {
            result.SetSubMatrix(start, 0, Block(start) * v);
        }

        return result;
    }

    private Matrix<double> Block(int start)
    {
        cancellation.ThrowIfCancellationRequested();
        if (kept.TryGetValue(start, out var block))
        {
            return block;
        }

        block = kernel.Evaluate(x.Range(start, Math.Min(BlockSize, x.Count - start)), columns ?? x, cancellation: cancellation).Of(kind);
        for (var i = 0; columns is null && i < block.RowCount; i++)
        {
            block[i, start + i] = diagonal.Value[start + i];
        }

        var size = sizeof(double) * (long)block.RowCount * block.ColumnCount;
        if (size <= free)
        {
            free -= size;
            kept[start] = block;
        }

        return block;
    }
}
