using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>k(X, X′) V without holding k: a block of rows at a time.</summary>
internal sealed class StreamedKernel(Kernel kernel, KernelKind kind, Points x, CancellationToken cancellation, Points? columns = null)
{
    /// <summary>Rows of a block; at n = 50,000 a block takes 200 MB.</summary>
    private const int BlockSize = 512;

    /// <summary>
    /// k V. Among the points of one set, entry (i, i) is an example with itself.
    /// </summary>
    public Matrix<double> Times(Matrix<double> v)
    {
        var result = Matrix<double>.Build.Dense(x.Count, v.ColumnCount);
        var diagonal = columns is null ? kernel.EvaluateDiagonal(x).Of(kind) : null;
        for (var start = 0; start < x.Count; start += BlockSize)
        {
            var count = Math.Min(BlockSize, x.Count - start);
            var block = kernel.Evaluate(x.Range(start, count), columns ?? x, cancellation: cancellation).Of(kind);
            for (var i = 0; diagonal is not null && i < count; i++)
            {
                block[i, start + i] = diagonal[start + i];
            }

            result.SetSubMatrix(start, 0, block * v);
        }

        return result;
    }
}
