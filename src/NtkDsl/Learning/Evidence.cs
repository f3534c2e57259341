using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What a Gaussian process is fitted to.</summary>
public enum Evidence
{
    /// <summary>log p(Y | X) = Σ over outputs of −½ yᵀ A⁻¹ y − ½ log det A − ½ n log 2π.</summary>
    LogMarginalLikelihood,

    /// <summary>Σ_i log p(y_i | all other targets), the leave-one-out log predictive density.</summary>
    LeaveOneOut,
}

/// <summary>A value of <see cref="Evidence"/> and its derivative with respect to the matrix A = k(X, X) + σ² I.</summary>
/// <remarks>Source: Rasmussen and Williams (2006), equations 5.8, 5.9 and 5.10 to 5.13, with the sums written as one inner product.</remarks>
internal sealed record EvidenceValue(double Value, Func<Matrix<double>> ByMatrix)
{
    private static readonly double Log2Pi = Math.Log(2 * Math.PI);

    public static EvidenceValue Of(Evidence evidence, PositiveDefiniteSystem system, Matrix<double> residuals, Matrix<double> alpha) =>
        evidence == Evidence.LogMarginalLikelihood ? LogMarginalLikelihood(system, residuals, alpha) : LeaveOneOut(system, alpha);

    private static EvidenceValue LogMarginalLikelihood(PositiveDefiniteSystem system, Matrix<double> residuals, Matrix<double> alpha)
    {
        var (n, p) = (residuals.RowCount, residuals.ColumnCount);
        var fit = residuals.PointwiseMultiply(alpha).Enumerate().Sum();
        return new(
            -(fit + (p * (system.LogDeterminant + (n * Log2Pi)))) / 2,
            () => (alpha.TransposeAndMultiply(alpha) - (p * system.Inverse(n))) / 2);
    }

    /// <summary>With c_i = [A⁻¹]_ii the point i is predicted with error α_i/c_i and variance 1/c_i.</summary>
    private static EvidenceValue LeaveOneOut(PositiveDefiniteSystem system, Matrix<double> alpha)
    {
        var (n, p) = (alpha.RowCount, alpha.ColumnCount);
        var inverse = system.Inverse(n);
        var precision = inverse.Diagonal();
        var squares = alpha.PointwisePower(2).RowSums();
        var value = precision.Select((c, i) => ((p * (Math.Log(c) - Log2Pi)) - (squares[i] / c)) / 2).Sum();

        Matrix<double> ByMatrix()
        {
            var left = (inverse * alpha.MapIndexed((i, _, a) => a / precision[i])).TransposeAndMultiply(alpha);
            var scaled = inverse.MapIndexed((_, j, entry) => entry * ((p * precision[j]) + squares[j]) / (precision[j] * precision[j]));
            return ((left + left.Transpose()) - scaled.TransposeAndMultiply(inverse)) / 2;
        }

        return new(value, ByMatrix);
    }
}
