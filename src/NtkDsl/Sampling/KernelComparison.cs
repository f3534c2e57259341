using MathNet.Numerics.LinearAlgebra;
using NormalDistribution = MathNet.Numerics.Distributions.Normal;

namespace NtkDsl;

/// <summary>Kernels to check, beside the moments of the draws so far of networks of width n and 2n.</summary>
internal sealed class KernelComparison
{
    /// <summary>The first look comes after this many channels, within bounds that keep means nearly normal and looks few.</summary>
    private const int FirstChannels = 64_000, FewestDraws = 500, MostDraws = 2_000;

    /// <summary>Up to here a draw costs mostly what does not depend on its width, while its variance falls as 1/n.</summary>
    private const int EfficientWidth = 512;

    /// <summary>A narrow comparison is worth its end if that is not further than this many times what it has drawn.</summary>
    private const int Patience = 4;

    /// <summary>Networks of more channels take gigabytes with many points.</summary>
    private const int LargestWidth = 4096;

    /// <summary>A bias estimated from few draws is too noisy to leap further.</summary>
    private const int LargestLeap = 8;

    /// <summary>The part of the tolerance that what remains of the bias may take: what is left for the standard error costs draws.</summary>
    private const double BiasShare = 0.25;

    private readonly ComparedKernels compared;
    private readonly VerificationOptions options;
    private readonly DrawBudget budget;
    private readonly int width;
    private readonly int count;
    private readonly bool ntkUnseen;
    private readonly IReadOnlyList<Matrix<double>> analytic;
    private readonly ParallelDraws parallel;
    private readonly StreamingMoments moments;
    private readonly int half;

    public KernelComparison(ComparedKernels compared, VerificationOptions options, DrawBudget budget, int width)
    {
        (this.compared, this.options, this.budget, this.width, count) = (compared, options, budget, width, compared.X.Count);
        var (wide, narrow) = (Draws(2 * width), Draws(width));
        ntkUnseen = !wide.HasNtk;
        analytic = compared.Ntk is null || ntkUnseen ? [compared.Nngp] : [compared.Nngp, compared.Ntk];
        var coupled = new CoupledDraws(wide, narrow, (ulong)options.Seed);
        half = wide.Size;
        moments = new(coupled.Size);
        parallel = new(coupled.Size, coupled.Draw, options.Threads, () => budget.IsTimeUp);

        KernelDraws Draws(int hidden) => new(
            new(compared.Architecture, compared.X.Features, hidden, 2 * width, options.Bindings), compared.X.ToMatrix(), null);
    }

    /// <summary>Doubles the draws as far as the budget goes, and reports with a given probability of disagreeing wrongly.</summary>
    public VerificationReport Extend(double significance)
    {
        var before = moments.Count;
        var stage = Math.Max(before, Math.Clamp(FirstChannels / width, FewestDraws, MostDraws));
        parallel.Extend(moments, before + Math.Min(stage, budget.Left), () => Tell(before), options.Cancellation);
        budget.Spend(moments.Count - before);
        var criticalZ = -NormalDistribution.InvCDF(0, 1, significance / (2 * count * count * analytic.Count));
        return new(
            compared.Architecture,
            width,
            moments.Count,
            options.Tolerance,
            [.. analytic.Select((_, k) => new KernelCheck(k == 0 ? "NNGP" : "NTK", Entries(k), criticalZ, options.Tolerance, moments.Count))],
            ntkUnseen);
    }

    /// <summary>
    /// This comparison, or one of wider networks if what remains of the bias takes too much of the tolerance, or if the verdict is far.
    /// What remains falls as 1/n², while a draw costs time of order n at most and has a variance of order 1/n: so width is free, and
    /// an extrapolation over three widths instead, with its larger variance, would not be cheaper.
    /// </summary>
    public KernelComparison Widened(VerificationReport report)
    {
        var next = width;
        for (var bias = report.Kernels.Max(kernel => kernel.RemainingBias);
             bias > BiasShare * options.Tolerance && next < Math.Min(LargestWidth, LargestLeap * width);
             bias /= 4)
        {
            next *= 2;
        }

        if (next < EfficientWidth && (next > width || !(report.DrawsToDecide <= Patience * moments.Count)))
        {
            next = EfficientWidth;
        }

        return next == width ? this : new(compared, options, budget, next);
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

    private bool Tell(long before)
    {
        var error = Enumerable.Range(0, analytic.Count).Max(kernel => Entries(kernel).Max(entry => entry.RelativeError));
        options.Progress?.Report(budget.Progress(moments.Count - before, error));
        return false;
    }
}

/// <summary>Two matrices, and the architecture whose kernels among some points they claim to be.</summary>
internal sealed record ComparedKernels(Architecture Architecture, Points X, Matrix<double> Nngp, Matrix<double>? Ntk);
