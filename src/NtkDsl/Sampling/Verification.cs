using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Checks the kernels at infinite width of any architecture against finite networks, drawn at random and differentiated
/// automatically: an oracle that shares nothing with the formulas.
/// </summary>
public static class Verification
{
    /// <summary>
    /// Compares K and Θ among some points with draws of networks of width n and 2n. The bias of order 1/n is estimated and removed
    /// (Richardson), deviations are judged by their standard errors with Bonferroni's correction for the number of entries and of
    /// looks. Until a verdict stands or the budget ends, draws are added, and n is raised where what may remain of the bias, of
    /// order 1/n², would take too much of the tolerance.
    /// </summary>
    /// <param name="architecture">What is checked.</param>
    /// <param name="x">The examples. Each counts as a different one, so equal points are not the same example under dropout.</param>
    /// <param name="draws">The most pairs of networks to draw, of all widths together.</param>
    /// <param name="width">n at the start, the smaller of the two widths of hidden layers.</param>
    /// <param name="seed">The same seed gives the same report to the last bit, whatever the number of threads, unless time ends it.</param>
    /// <param name="tolerance">The deviation that <see cref="Verdict.Agrees"/> excludes, as a fraction of √(K_ii K_jj).</param>
    /// <param name="significance">The probability of <see cref="Verdict.Disagrees"/> for a correct kernel.</param>
    /// <param name="time">How long drawing may take; no limit but <paramref name="draws"/> if not given. At least a block of networks is drawn.</param>
    /// <param name="bindings">The values of free parameters by name.</param>
    /// <param name="threads">How many threads to use; all cores if not given.</param>
    /// <param name="progress">Told now and then how far the check is.</param>
    /// <param name="cancellation">Ends the check early by an exception.</param>
    /// <exception cref="NtkDslException">The architecture has no kernels in closed form, points and numbers do not fit, or a tolerance, a significance or a time is out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static VerificationReport Check(
        Architecture architecture,
        Points x,
        int draws = 200_000,
        int width = 32,
        int seed = 0,
        double tolerance = 0.01,
        double significance = 0.001,
        TimeSpan? time = null,
        IReadOnlyDictionary<string, double>? bindings = null,
        int? threads = null,
        IProgress<MonteCarloProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var options = new VerificationOptions(draws, width, seed, tolerance, significance, time, bindings, threads, progress, cancellation);
        options.Require();
        var kernel = architecture.Compile(x.Features, cancellation: cancellation);
        foreach (var (name, value) in bindings ?? new Dictionary<string, double>())
        {
            kernel = kernel.Parameters.Contains(name) ? kernel.Bind(name, value) : kernel;
        }

        var analytic = kernel.EvaluateSymmetric(x, cancellation: cancellation);
        return Check(architecture, x, analytic.Nngp, kernel.HasNtk ? analytic.Ntk : null, options);
    }

    /// <summary>Compares any two matrices with the empirical kernels of an architecture.</summary>
    internal static VerificationReport Check(
        Architecture architecture, Points x, Matrix<double> nngp, Matrix<double>? ntk, VerificationOptions options)
    {
        var budget = new DrawBudget(options.Draws, options.Time);
        var comparison = new KernelComparison(new(architecture, x, nngp, ntk), options, budget, options.Width);
        VerificationReport? best = null;
        for (var look = 1; ; look++)
        {
            // Each look spends half of the significance that is left.
            var report = comparison.Extend(options.Significance * Math.Pow(0.5, look));
            if (report.Verdict != Verdict.Undecided)
            {
                return report;
            }

            // The first draws of a larger width may tell less than all those of the smaller one.
            best = report.DeviationBound > best?.DeviationBound ? best : report;
            if (budget.IsSpent)
            {
                return best;
            }

            comparison = comparison.Widened(report);
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
    TimeSpan? Time = null,
    IReadOnlyDictionary<string, double>? Bindings = null,
    int? Threads = null,
    IProgress<MonteCarloProgress>? Progress = null,
    CancellationToken Cancellation = default)
{
    public void Require()
    {
        MonteCarlo.RequireDraws(Draws);
        _ = Tolerance > 0 ? Tolerance : throw new NtkDslException(Messages.BadTolerance(Tolerance));
        _ = Significance is > 0 and < 1 ? Significance : throw new NtkDslException(Messages.BadSignificance(Significance));
        _ = Time is null || Time > TimeSpan.Zero ? Time : throw new NtkDslException(Messages.TimeNotPositive(Time.Value.TotalSeconds));
    }
}
