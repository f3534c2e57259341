using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>What <see cref="MonteCarlo"/> found.</summary>
/// <param name="Nngp">(1/O) Σ_k f_k(x₁) f_k(x₂), averaged over networks.</param>
/// <param name="Ntk">
/// (1/O) Σ_k ⟨∂f_k(x₁)/∂θ, Λ ∂f_k(x₂)/∂θ⟩, averaged over networks; null if an activation has a jump, whose part of the gradient a
/// finite network does not see.
/// </param>
/// <param name="Draws">The number of networks.</param>
/// <param name="Width">The width of hidden layers; null for the widths that the architecture states.</param>
public sealed record MonteCarloEstimate(KernelEstimate Nngp, KernelEstimate? Ntk, long Draws, int? Width);

/// <summary>An estimated kernel.</summary>
/// <param name="Mean">The estimate, entry by entry.</param>
/// <param name="StandardError">Its standard error, entry by entry.</param>
public sealed record KernelEstimate(Matrix<double> Mean, Matrix<double> StandardError)
{
    internal static KernelEstimate Of(StreamingMoments moments, int start, int rows, int columns)
    {
        var errors = new double[rows * columns];
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = moments.StandardError(start + i);
        }

        return new(
            Conversions.ToMathNet(moments.Mean.Slice(start, errors.Length), rows, columns),
            Conversions.ToMathNet(errors, rows, columns));
    }
}

/// <summary>How far an estimate is.</summary>
/// <param name="Draws">The number of networks so far.</param>
/// <param name="MostDraws">The number of networks at most.</param>
/// <param name="RelativeError">The largest standard error, as a fraction of the kernel's largest entry.</param>
public sealed record MonteCarloProgress(long Draws, long MostDraws, double RelativeError)
{
    /// <summary>The part of the budget that is used, of draws or of time, whichever is more: from 0 to 1.</summary>
    public double Fraction { get; init; } = (double)Draws / MostDraws;
}
