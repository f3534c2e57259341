using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>The lower triangle L of A = L Lᵀ.</summary>
internal abstract class CholeskyFactor
{
    /// <summary>L_ii.</summary>
    public abstract IEnumerable<double> Diagonal { get; }

    /// <summary>The factor, by a native library if there is one; null if a pivot L_ii² is not above <paramref name="smallestPivot"/>.</summary>
    /// <param name="a">A symmetric matrix; its upper triangle is not read.</param>
    /// <param name="smallestPivot">What a pivot has to exceed.</param>
    public static CholeskyFactor? TryFactorise(Matrix<double> a, double smallestPivot) => NativeBlas.Library is { } library
        ? NativeCholesky.TryFactorise(library, a, smallestPivot)
        : ManagedCholesky.TryFactorise(a, smallestPivot);

    /// <summary>L⁻¹ B.</summary>
    public abstract Matrix<double> SolveLower(Matrix<double> b);

    /// <summary>L⁻ᵀ B.</summary>
    public abstract Matrix<double> SolveUpper(Matrix<double> b);
}
