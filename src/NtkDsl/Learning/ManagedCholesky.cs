using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// The lower triangle L of A = L Lᵀ, row by row, so that both the factorisation and the solutions run along contiguous rows.
/// Deterministic for any number of threads.
/// </summary>
internal sealed class ManagedCholesky : CholeskyFactor
{
    /// <summary>Columns that are finished together: their rows stay in the second-level cache while all rows below pass by.</summary>
    private const int Block = 64;

    /// <summary>Right-hand sides that are solved together, so that a row of L serves all of them while it is in the cache.</summary>
    private const int Group = 16;

    private readonly double[][] rows;

    private ManagedCholesky(double[][] rows) => this.rows = rows;

    public override IEnumerable<double> Diagonal => rows.Select((row, i) => row[i]);

    public static new ManagedCholesky? TryFactorise(Matrix<double> a, double smallestPivot)
    {
        var rows = new double[a.RowCount][];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
            {
                rows[i][j] = a.At(i, j);
            }
        }

        for (var start = 0; start < rows.Length; start += Block)
        {
            var end = Math.Min(start + Block, rows.Length);
            if (!TryFinishDiagonal(rows, start, end, smallestPivot))
            {
                return null;
            }

            Parallel.For(end, rows.Length, i => FinishRow(rows, rows[i], start, end));
        }

        return new(rows);
    }

    public override Matrix<double> SolveLower(Matrix<double> b) => ByGroups(b, Forward);

    public override Matrix<double> SolveUpper(Matrix<double> b) => ByGroups(b, Backward);

    private static bool TryFinishDiagonal(double[][] rows, int start, int end, double smallestPivot)
    {
        for (var i = start; i < end; i++)
        {
            var row = rows[i];
            FinishRow(rows, row, start, i);
            var pivot = row[i] - TensorPrimitives.SumOfSquares(row.AsSpan(0, i));
            if (!(pivot > smallestPivot))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>L_ij = (A_ij − Σ_{k&lt;j} L_ik L_jk) / L_jj for the columns from start to end.</summary>
    private static void FinishRow(double[][] rows, double[] row, int start, int end)
    {
        for (var j = start; j < end; j++)
        {
            row[j] = (row[j] - TensorPrimitives.Dot<double>(row.AsSpan(0, j), rows[j].AsSpan(0, j))) / rows[j][j];
        }
    }

    private static Matrix<double> ByGroups(Matrix<double> b, Action<double[], int, int> solve)
    {
        var columns = b.ToColumnMajorArray();
        var groups = (b.ColumnCount + Group - 1) / Group;
        Parallel.For(0, groups, group => solve(columns, group * Group, Math.Min((group + 1) * Group, b.ColumnCount)));
        return Matrix<double>.Build.Dense(b.RowCount, b.ColumnCount, columns);
    }

    private void Forward(double[] columns, int first, int end)
    {
        var n = rows.Length;
        for (var i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = rows[i].AsSpan(0, i);
            for (var c = first; c < end; c++)
            {
                var column = columns.AsSpan(c * n, n);
                column[i] = (column[i] - TensorPrimitives.Dot(row, column[..i])) / rows[i][i];
            }
        }
    }

    private void Backward(double[] columns, int first, int end)
    {
        var n = rows.Length;
        for (var i = n - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = rows[i].AsSpan(0, i);
            for (var c = first; c < end; c++)
            {
                var column = columns.AsSpan(c * n, n);
                column[i] /= rows[i][i];
                TensorPrimitives.MultiplyAdd(row, -column[i], column[..i], column[..i]);
            }
        }
    }
}
