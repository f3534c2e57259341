using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// H = I + (I ⊗ Lᵀ) W (I ⊗ L), the Hessian of the posterior of C latent functions in whitened coordinates F = L U, with K = L Lᵀ, Π the
/// class probabilities, D_c = diag π_c and W = D − ΠΠᵀ. H = M − VVᵀ with blocks M_c = I + Lᵀ D_c L and V_c = Lᵀ D_c, so that
/// H⁻¹ = M⁻¹ + M⁻¹ V S⁻¹ Vᵀ M⁻¹ and |H| = |S| Π_c |M_c| with S = I − Vᵀ M⁻¹ V, which is Σ_c E_c for E_c = D_c − D_c L M_c⁻¹ Lᵀ D_c.
/// </summary>
/// <remarks>
/// Whitened coordinates keep their digits for a K of any size, where I + D^½ K D^½ loses the I.
/// Source: Rasmussen and Williams (2006), section 3.5, by the lemma of Sherman, Morrison and Woodbury.
/// </remarks>
internal sealed class LaplaceHessian
{
    private readonly Matrix<double> factor;
    private readonly Matrix<double> probabilities;
    private readonly IReadOnlyList<ScaledSystem> m;
    private readonly IReadOnlyList<Matrix<double>> projected;
    private readonly PositiveDefiniteSystem s;

    public LaplaceHessian(Matrix<double> factor, Matrix<double> probabilities)
    {
        (this.factor, this.probabilities) = (factor, probabilities);
        var n = factor.RowCount;
        m = [.. probabilities.EnumerateColumns().Select(p => new ScaledSystem(factor.TransposeThisAndMultiply(Scaled(p, factor))))];
        projected = [.. m.Select((system, c) => system.Whiten(Scaled(probabilities.Column(c), factor).Transpose()))];
        s = LinearSystem.PositiveDefinite(
            projected.Aggregate(Matrix<double>.Build.DenseIdentity(n), (left, part) => left - part.TransposeThisAndMultiply(part)), 0);
    }

    /// <summary>log |H|.</summary>
    public double LogDeterminant => s.LogDeterminant + m.Sum(system => system.LogDeterminant);

    /// <summary>Whether S has so small a pivot, the reciprocal of the largest variance, that less than three digits of it are left.</summary>
    public bool IsRounded => s.Jitter > 0 || s.Pivots.Min() < 1e3 * factor.RowCount * Precision.DoublePrecision;

    /// <summary>E_c, n × n, for each class.</summary>
    public IReadOnlyList<Matrix<double>> Blocks() =>
        [.. projected.Select((part, c) => Matrix<double>.Build.DiagonalOfDiagonalVector(probabilities.Column(c)) - part.TransposeThisAndMultiply(part))];

    /// <summary>S⁻¹ B.</summary>
    public Matrix<double> SolveSum(Matrix<double> b) => s.Solve(b);

    /// <summary>H⁻¹ G, r × C.</summary>
    public Matrix<double> Solve(Matrix<double> g)
    {
        var own = Columns(m.Select((system, c) => system.Solve(g.Column(c))));
        var common = s.Solve(probabilities.PointwiseMultiply(factor * own).RowSums().ToColumnMatrix()).Column(0);
        return own + Columns(m.Select((system, c) => system.Solve(factor.TransposeThisAndMultiply(probabilities.Column(c).PointwiseMultiply(common)))));
    }

    /// <summary>(I ⊗ φᵀ) H⁻¹ (I ⊗ φ), C × C.</summary>
    public Matrix<double> Covariance(Vector<double> phi)
    {
        var own = Columns(m.Select(system => system.Solve(phi)));
        var common = probabilities.PointwiseMultiply(factor * own);
        var covariance = common.TransposeThisAndMultiply(s.Solve(common));
        covariance.SetDiagonal(covariance.Diagonal() + own.TransposeThisAndMultiply(phi));
        return covariance;
    }

    private static Matrix<double> Columns(IEnumerable<Vector<double>> columns) => Matrix<double>.Build.DenseOfColumnVectors(columns);

    private static Matrix<double> Scaled(Vector<double> rows, Matrix<double> matrix) => matrix.MapIndexed((i, _, value) => rows[i] * value, Zeros.Include);

    /// <summary>I + A, brought to a diagonal of 1 before it is factorised, as its entries may differ by many powers of ten.</summary>
    private sealed class ScaledSystem
    {
        private readonly Vector<double> scales;
        private readonly PositiveDefiniteSystem system;

        public ScaledSystem(Matrix<double> a)
        {
            scales = a.Diagonal().Map(value => Math.Sqrt(1 + value), Zeros.Include);
            var scaled = a.MapIndexed((i, j, value) => value / (scales[i] * scales[j]), Zeros.Include);
            scaled.SetDiagonal(Vector<double>.Build.Dense(scales.Count, 1));
            system = LinearSystem.PositiveDefinite(scaled, 0);
        }

        public double LogDeterminant => system.LogDeterminant + (2 * scales.Sum(Math.Log));

        /// <summary>G⁻¹ B with I + A = G Gᵀ.</summary>
        public Matrix<double> Whiten(Matrix<double> b) => system.Whiten(b.MapIndexed((i, _, value) => value / scales[i], Zeros.Include));

        public Vector<double> Solve(Vector<double> b) => system.Solve((b / scales).ToColumnMatrix()).Column(0) / scales;
    }
}
