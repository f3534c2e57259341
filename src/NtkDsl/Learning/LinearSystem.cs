using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace NtkDsl;

/// <summary>
/// A kernel matrix A = k(X, X) + ridge, factorised once: by Cholesky if it is symmetric, by LU otherwise. If A is singular to working
/// precision, a ladder of small additions to the diagonal is climbed, and the rung that helped is reported as <see cref="Jitter"/>.
/// </summary>
internal abstract class LinearSystem
{
    /// <summary>The rungs of the ladder, in units of the mean diagonal.</summary>
    private static readonly double[] Jitters = [0, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6];

    /// <summary>What was added to the diagonal beyond the ridge; 0 as a rule.</summary>
    public double Jitter { get; private set; }

    /// <summary>Factorises k + ridge · I.</summary>
    /// <exception cref="NtkDslException">The matrix is not finite, or singular even at the top of the ladder.</exception>
    public static LinearSystem Of(Matrix<double> kernel, double ridge, bool symmetric) =>
        symmetric ? PositiveDefinite(kernel, ridge) : Climb(kernel, ridge, GeneralSystem.TryFactorise, Messages.SingularKernel);

    /// <summary>Factorises the symmetric k + ridge · I.</summary>
    /// <exception cref="NtkDslException">The matrix is not finite, or not positive definite even at the top of the ladder.</exception>
    public static PositiveDefiniteSystem PositiveDefinite(Matrix<double> kernel, double ridge) =>
        Climb(kernel, ridge, PositiveDefiniteSystem.TryFactorise, Messages.NotPositiveDefinite);

    /// <summary>A⁻¹ B.</summary>
    public abstract Matrix<double> Solve(Matrix<double> b);

    /// <summary>A⁻¹.</summary>
    public Matrix<double> Inverse(int order) => Solve(Matrix<double>.Build.DenseIdentity(order));

    /// <summary>A pivot below this is rounding, not information.</summary>
    protected static double SmallestPivot(Matrix<double> a) =>
        a.RowCount * Precision.DoublePrecision * a.Diagonal().AbsoluteMaximum();

    private static T Climb<T>(Matrix<double> kernel, double ridge, Func<Matrix<double>, T?> tryFactorise, Func<int, double, double, string> refusal)
        where T : LinearSystem
    {
        NativeBlas.Use();
        RequireFinite(kernel);
        var mean = kernel.Diagonal().Average();
        foreach (var jitter in Jitters)
        {
            var a = kernel.Clone();
            a.SetDiagonal(kernel.Diagonal() + (ridge + (jitter * mean)));
            if (tryFactorise(a) is { } system)
            {
                system.Jitter = jitter * mean;
                return system;
            }
        }

        throw new NtkDslException(refusal(kernel.RowCount, ridge, Jitters[^1] * mean));
    }

    /// <exception cref="NtkDslException">An entry is not finite.</exception>
    internal static void RequireFinite(Matrix<double> kernel)
    {
        var bad = kernel.Find(value => !double.IsFinite(value), Zeros.Include);
        if (bad is not null)
        {
            throw new NtkDslException(Messages.KernelNotFinite(bad.Item3, bad.Item1, bad.Item2));
        }
    }
}

/// <summary>A = L Lᵀ.</summary>
internal sealed class PositiveDefiniteSystem : LinearSystem
{
    private readonly CholeskyFactor factor;

    private PositiveDefiniteSystem(CholeskyFactor factor) => this.factor = factor;

    /// <summary>L_ii².</summary>
    public IEnumerable<double> Pivots => factor.Diagonal.Select(l => l * l);

    /// <summary>log det A = 2 Σ log L_ii.</summary>
    public double LogDeterminant => 2 * factor.Diagonal.Sum(Math.Log);

    /// <summary>Null unless A is positive definite to working precision.</summary>
    public static PositiveDefiniteSystem? TryFactorise(Matrix<double> a) =>
        CholeskyFactor.TryFactorise(a, SmallestPivot(a)) is { } factor ? new(factor) : null;

    /// <summary>L⁻¹ B, of which (L⁻¹ B)ᵀ L⁻¹ B = Bᵀ A⁻¹ B.</summary>
    public Matrix<double> Whiten(Matrix<double> b) => factor.SolveLower(b);

    public override Matrix<double> Solve(Matrix<double> b) => factor.SolveUpper(factor.SolveLower(b));
}

/// <summary>A = P⁻¹ L U.</summary>
internal sealed class GeneralSystem : LinearSystem
{
    private readonly LU<double> factors;

    private GeneralSystem(LU<double> factors) => this.factors = factors;

    /// <summary>Null if A is singular to working precision.</summary>
    public static GeneralSystem? TryFactorise(Matrix<double> a)
    {
        var factors = a.LU();
        var smallest = SmallestPivot(a);
        return factors.U.Diagonal().All(u => Math.Abs(u) > smallest) ? new(factors) : null;
    }

    public override Matrix<double> Solve(Matrix<double> b) => factors.Solve(b);
}
