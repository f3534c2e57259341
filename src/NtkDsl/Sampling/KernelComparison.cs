using MathNet.Numerics.LinearAlgebra;
using NormalDistribution = MathNet.Numerics.Distributions.Normal;

namespace NtkDsl;

/// <summary>Kernels to check, beside the moments of the draws so far.</summary>
internal sealed class KernelComparison
{
    private readonly VerificationOptions options;
    private readonly Architecture architecture;
    private readonly Matrix<double>[] analytic;
    private readonly int count;
    private readonly bool ntkUnseen;
    private readonly ParallelDraws parallel;
    private readonly StreamingMoments moments;
    private readonly int half;

    public KernelComparison(Architecture architecture, Points x, Matrix<double> nngp, Matrix<double>? ntk, VerificationOptions options)
    {
        (this.architecture, this.options, count) = (architecture, options, x.Count);
        KernelDraws[] draws =
        [
            .. new[] { 2 * options.Width, options.Width }.Select(width => new KernelDraws(
                new(architecture, x.Features, width, 2 * options.Width, options.Bindings), x.ToMatrix(), null)),
        ];
        ntkUnseen = !draws[0].HasNtk;
        analytic = ntk is null || ntkUnseen ? [nngp] : [nngp, ntk];
        var coupled = new CoupledDraws(draws[0], draws[1], (ulong)options.Seed);
        half = draws[0].Size;
        moments = new(coupled.Size);
        parallel = new(coupled.Size, coupled.Draw, options.Threads);
    }

    /// <summary>Adds draws up to a number, and reports with a given probability of disagreeing wrongly.</summary>
    public VerificationReport Extend(long upTo, double significance)
    {
        parallel.Extend(moments, upTo, Tell, options.Cancellation);
        var criticalZ = -NormalDistribution.InvCDF(0, 1, significance / (2 * count * count * analytic.Length));
        return new(
            architecture,
            options.Width,
            moments.Count,
            options.Tolerance,
            [.. analytic.Select((_, k) => new KernelCheck(k == 0 ? "NNGP" : "NTK", Entries(k), criticalZ, options.Tolerance, moments.Count))],
            ntkUnseen);
    }

    private EntryCheck[] Entries(int kernel)
    {
        var start = kernel * count * count;
        return [.. Enumerable.Range(0, count * count).Select(i => new EntryCheck(
            i / count,
            i % count,
            analytic[kernel][i / count, i % count],
            moments.Mean[start + i],
            moments.StandardError(start + i),
            moments.Mean[half + start + i] - moments.Mean[start + i],
            Math.Sqrt(Diagonal(i / count) * Diagonal(i % count))))];

        double Diagonal(int i) => Math.Abs(moments.Mean[start + (i * count) + i]);
    }

    private bool Tell()
    {
        var error = Enumerable.Range(0, analytic.Length).Max(kernel => Entries(kernel).Max(entry => entry.RelativeError));
        options.Progress?.Report(new(moments.Count, options.Draws, error));
        return false;
    }
}
