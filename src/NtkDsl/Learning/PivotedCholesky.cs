using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>K = L Lᵀ with L n × r for a positive semidefinite K of rank r to working precision, the largest pivots first.</summary>
/// <remarks>
/// Without jitter for a singular K, and graded: what is small in L is as accurate as what is large.
/// Source: Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix" (1990).
/// </remarks>
internal sealed class PivotedCholesky
{
    private readonly int[] pivots;

    private PivotedCholesky(Matrix<double> factor, int[] pivots) => (Factor, this.pivots) = (factor, pivots);

    /// <summary>L.</summary>
    public Matrix<double> Factor { get; }

    /// <summary>Factorises.</summary>
    /// <param name="kernel">K, finite.</param>
    public static PivotedCholesky Of(Matrix<double> kernel)
    {
        var n = kernel.RowCount;
        var left = kernel.Diagonal().ToArray();
        var smallest = n * Precision.DoublePrecision * left.Max();
        var (columns, pivots) = (new List<double[]>(), new List<int>());
        while (columns.Count < n && Array.IndexOf(left, left.Max()) is var pivot && left[pivot] > smallest)
        {
            var column = kernel.Column(pivot).ToArray();
            foreach (var earlier in columns)
            {
                var factor = earlier[pivot];
                for (var i = 0; i < n; i++)
                {
                    column[i] -= factor * earlier[i];
                }
            }

            var root = Math.Sqrt(left[pivot]);
            for (var i = 0; i < n; i++)
            {
                column[i] = pivots.Contains(i) ? 0 : column[i] / root;
                left[i] -= column[i] * column[i];
            }

            (column[pivot], left[pivot]) = (root, double.NegativeInfinity);
            columns.Add(column);
            pivots.Add(pivot);
        }

        return new(Matrix<double>.Build.DenseOfColumnArrays(columns), [.. pivots]);
    }

    /// <summary>φ with L φ = b on the rows of the pivots, r numbers: of k(X, x) the part that K explains, φᵀφ ≤ k(x, x).</summary>
    public Vector<double> Whiten(Vector<double> b)
    {
        var whitened = new double[pivots.Length];
        for (var k = 0; k < whitened.Length; k++)
        {
            var rest = b[pivots[k]];
            for (var j = 0; j < k; j++)
            {
                rest -= Factor.At(pivots[k], j) * whitened[j];
            }

            whitened[k] = rest / Factor.At(pivots[k], k);
        }

        return Vector<double>.Build.Dense(whitened);
    }
}
