using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>A kernel matrix and its exact derivatives with respect to free parameters.</summary>
public sealed record KernelGradient
{
    internal KernelGradient(Matrix<double> value, IReadOnlyDictionary<string, Matrix<double>> derivatives) =>
        (Value, Derivatives) = (value, derivatives);

    /// <summary>k(x_i, x_j), n × n.</summary>
    public Matrix<double> Value { get; }

    /// <summary>∂k(x_i, x_j)/∂s for each free parameter s by name, n × n each.</summary>
    public IReadOnlyDictionary<string, Matrix<double>> Derivatives { get; }

    /// <summary>The derivatives by the moments of the input, if they were asked for.</summary>
    internal InputGradient? ByInput { get; init; }
}

/// <summary>
/// How a symmetric kernel matrix changes with its points, which enter by a = |x|²/d, b = |x′|²/d and c = ⟨x, x′⟩/d alone:
/// ∂k(x_i, x_j)/∂x_i = (2 a_ij x_i + c_ij x_j)/d.
/// </summary>
/// <param name="ByRow">a_ij = ∂k(x_i, x_j)/∂a; on the diagonal half of the derivative by |x|²/d, the other half belongs to b.</param>
/// <param name="ByCross">c_ij = ∂k(x_i, x_j)/∂c; 0 on the diagonal.</param>
internal sealed record InputGradient(Matrix<double> ByRow, Matrix<double> ByCross)
{
    /// <summary>From matrices of which the entries below the diagonal are right.</summary>
    public static InputGradient Of(Matrix<double> byRow, Matrix<double> byColumn, Matrix<double> byCross) =>
        new(Matrix<double>.Build.Dense(byRow.RowCount, byRow.ColumnCount, (i, j) => i >= j ? byRow[i, j] : byColumn[j, i]), byCross);

    /// <summary>
    /// Σ_ij A_ij ∂k_ij/∂w_k for ⟨x, x′⟩ = Σ_k w_k x_k x′_k and a symmetric A, for each feature k: x_kᵀ(A ∘ c)x_k + 2 Σ_i (A ∘ a)_i· x_ik², over d.
    /// All of them cost one product of matrices.
    /// </summary>
    public Vector<double> ByRelevances(Matrix<double> weight, Matrix<double> x)
    {
        var cross = weight.PointwiseMultiply(ByCross) * x;
        var own = 2 * weight.PointwiseMultiply(ByRow).RowSums();
        return (x.PointwiseMultiply(cross).ColumnSums() + (x.PointwisePower(2).TransposeThisAndMultiply(own))) / x.ColumnCount;
    }
}
