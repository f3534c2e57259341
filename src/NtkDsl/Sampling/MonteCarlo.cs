namespace NtkDsl;

/// <summary>
/// Estimates the kernels of an architecture at finite width, by drawing networks and differentiating them. Nothing is shared with
/// the formulas for infinite width, so that each can check the other.
/// </summary>
public static class MonteCarlo
{
    /// <summary>
    /// Means and standard errors of the empirical NNGP and NTK over independent draws of a network. Both differ from the kernels at
    /// infinite width by a bias of order 1/width; <see cref="Verification"/> removes it.
    /// </summary>
    /// <param name="architecture">What to draw from.</param>
    /// <param name="x1">The examples of the rows.</param>
    /// <param name="x2">The examples of the columns, which count as different ones; the same as the rows if not given.</param>
    /// <param name="draws">The number of networks; the most, if <paramref name="precision"/> is given.</param>
    /// <param name="width">The width of hidden layers, and the number of outputs that a draw averages over; as stated if not given.</param>
    /// <param name="seed">The same seed gives the same estimate to the last bit, whatever the number of threads.</param>
    /// <param name="precision">Stops once every standard error is below this fraction of the kernel's largest entry.</param>
    /// <param name="bindings">The values of free parameters by name.</param>
    /// <param name="threads">How many threads to use; all cores if not given.</param>
    /// <param name="progress">Told now and then how far the estimate is.</param>
    /// <param name="cancellation">Ends the estimate early by an exception.</param>
    /// <exception cref="NtkDslException">Numbers are not positive, widths or features do not fit, or a parameter is not bound.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MonteCarloEstimate Estimate(
        Architecture architecture,
        Points x1,
        Points? x2 = null,
        int draws = 10_000,
        int? width = null,
        int seed = 0,
        double? precision = null,
        IReadOnlyDictionary<string, double>? bindings = null,
        int? threads = null,
        IProgress<MonteCarloProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        RequireDraws(draws);
        RequireSameFeatures(x1, x2);
        var plan = new NetworkPlan(architecture, x1.Features, width, width, bindings);
        var kernels = new KernelDraws(plan, x1.ToMatrix(), x2?.ToMatrix());
        var moments = new StreamingMoments(kernels.Size);
        var parallel = new ParallelDraws(
            kernels.Size, (number, quantities) => kernels.Write(SampledWeights.Explicit(plan, (ulong)seed, (ulong)number), quantities), threads);
        parallel.Extend(moments, draws, IsEnough, cancellation);
        return new(Kernel(0), kernels.HasNtk ? Kernel(1) : null, moments.Count, width);

        bool IsEnough()
        {
            var error = Enumerable.Range(0, kernels.Size / kernels.Entries).Max(kernel => LargestError(moments, kernel * kernels.Entries, kernels.Entries));
            progress?.Report(new(moments.Count, draws, error));
            return error < precision;
        }

        KernelEstimate Kernel(int kernel) => KernelEstimate.Of(moments, kernel * kernels.Entries, x1.Count, (x2 ?? x1).Count);
    }

    internal static void RequireDraws(long draws) =>
        _ = draws >= 2 ? draws : throw new NtkDslException(Messages.TooFewDraws(draws));

    private static void RequireSameFeatures(Points x1, Points? x2) => _ = x2 is null || x1.Features == x2.Features
        ? x2
        : throw new NtkDslException(Messages.FeaturesDiffer(x1.Features, x2.Features));

    /// <summary>The largest standard error of a kernel's entries, as a fraction of the largest entry; 0 for a kernel of zeros.</summary>
    private static double LargestError(StreamingMoments moments, int start, int count)
    {
        double largest = 0, error = 0;
        for (var i = start; i < start + count; i++)
        {
            largest = Math.Max(largest, Math.Abs(moments.Mean[i]));
            error = Math.Max(error, moments.StandardError(i));
        }

        return error == 0 ? 0 : error / largest;
    }
}
