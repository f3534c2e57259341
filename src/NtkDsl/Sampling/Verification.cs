using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Checks the kernels at infinite width of any architecture against finite networks, drawn at random and differentiated
/// automatically: an oracle that shares nothing with the formulas.
/// </summary>
public static class Verification
{
    private const long FirstStage = 2_000;

    /// <summary>
    /// Compares K and Θ among some points with draws of networks of width n and 2n. The bias of order 1/n is estimated and removed
    /// (Richardson), deviations are judged by their standard errors with Bonferroni's correction for the number of entries and of
    /// looks, and draws are added until a verdict stands.
    /// </summary>
    /// <param name="architecture">What is checked.</param>
    /// <param name="x">The examples. Each counts as a different one, so equal points are not the same example under dropout.</param>
    /// <param name="draws">The most pairs of networks to draw.</param>
    /// <param name="width">n, the smaller of the two widths of hidden layers.</param>
    /// <param name="seed">The same seed gives the same report to the last bit, whatever the number of threads.</param>
    /// <param name="tolerance">The deviation that <see cref="Verdict.Agrees"/> excludes, as a fraction of √(K_ii K_jj).</param>
    /// <param name="significance">The probability of <see cref="Verdict.Disagrees"/> for a correct kernel.</param>
    /// <param name="bindings">The values of free parameters by name.</param>
    /// <param name="threads">How many threads to use; all cores if not given.</param>
    /// <param name="progress">Told now and then how far the check is.</param>
    /// <param name="cancellation">Ends the check early by an exception.</param>
    /// <exception cref="NtkDslException">The architecture has no kernels in closed form, or points and numbers do not fit.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static VerificationReport Check(
        Architecture architecture,
        Points x,
        int draws = 200_000,
        int width = 32,
        int seed = 0,
        double tolerance = 0.01,
        double significance = 0.001,
        IReadOnlyDictionary<string, double>? bindings = null,
        int? threads = null,
        IProgress<MonteCarloProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var kernel = architecture.Compile(x.Features);
        foreach (var (name, value) in bindings ?? new Dictionary<string, double>())
        {
            kernel = kernel.Parameters.Contains(name) ? kernel.Bind(name, value) : kernel;
        }

        var analytic = kernel.EvaluateSymmetric(x, cancellation: cancellation);
        var options = new VerificationOptions(draws, width, seed, tolerance, significance, bindings, threads, progress, cancellation);
        return Check(architecture, x, analytic.Nngp, kernel.HasNtk ? analytic.Ntk : null, options);
    }

    /// <summary>Compares any two matrices with the empirical kernels of an architecture.</summary>
    internal static VerificationReport Check(
        Architecture architecture, Points x, Matrix<double> nngp, Matrix<double>? ntk, VerificationOptions options)
    {
        MonteCarlo.RequireDraws(options.Draws);
        var comparison = new KernelComparison(architecture, x, nngp, ntk, options);
        for (long stage = 1, upTo = Math.Min(FirstStage, options.Draws); ; stage++, upTo = Math.Min(2 * upTo, options.Draws))
        {
            // Each look spends half of the significance that is left.
            var report = comparison.Extend(upTo, options.Significance * Math.Pow(0.5, stage));
            if (report.Verdict != Verdict.Undecided || upTo == options.Draws)
            {
                return report;
            }
        }
    }
}

/// <summary>The settings of a check, as the parameters of <c>Verification.Check</c> explain them.</summary>
internal sealed record VerificationOptions(
    long Draws = 200_000,
    int Width = 32,
    int Seed = 0,
    double Tolerance = 0.01,
    double Significance = 0.001,
    IReadOnlyDictionary<string, double>? Bindings = null,
    int? Threads = null,
    IProgress<MonteCarloProgress>? Progress = null,
    CancellationToken Cancellation = default);
