using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>Products of column-major matrices by the project's own kernel, some columns in each thread.</summary>
internal static class ColumnMajorProduct
{
    private const int ColumnsOfTask = 96;

    /// <summary>C := α op(A) op(B) + β C, where op(A) is m × k and op(B) is k × n.</summary>
    public static void Multiply(bool transposeA, bool transposeB, int m, int n, int k, double alpha, double[] a, double[] b, double beta, double[] c)
    {
        // Column after column of X are the rows of Xᵀ, and Cᵀ = op(B)ᵀ op(A)ᵀ.
        var right = transposeA ? new Matrix(m, k, a) : new Matrix(k, m, a);
        Parallel.For(0, (n + ColumnsOfTask - 1) / ColumnsOfTask, task =>
        {
            var first = task * ColumnsOfTask;
            var count = Math.Min(ColumnsOfTask, n - first);
            var left = transposeB ? new Matrix(k, n, b).Slice(first, count) : new Matrix(count, k, b[(first * k)..((first + count) * k)]);
            var product = MatrixProduct.Multiply(left, right, transposeA: transposeB, transposeB: transposeA).Entries;
            var target = c.AsSpan(first * m, count * m);
            if (beta == 0)
            {
                TensorPrimitives.Multiply(product, alpha, target);
            }
            else
            {
                TensorPrimitives.Multiply(target, beta, target);
                TensorPrimitives.MultiplyAdd(product, alpha, target, target);
            }
        });
    }
}
