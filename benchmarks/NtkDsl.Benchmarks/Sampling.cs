using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;
using static NtkDsl.Layers;

namespace NtkDsl.Benchmarks;

/// <summary>The speed of empirical kernels: one large network by each method, and many draws of a small one.</summary>
internal static class Sampling
{
    private const int Features = 8;

    public static int NtkMethods()
    {
        const int N = 16, Outputs = 8, Width = 512;
        var network = FiniteNetwork.Sample(Relu3(Width, Outputs), Features);
        var x = Inputs(N);
        Matrix<double>? first = null;
        double? slowest = null;
        Table.Header($"The NTK of {N} points and {Outputs} outputs, {N * Outputs} × {N * Outputs}, width {Width}, 3 hidden ReLU layers",
            "method", "seconds", "times faster", "relative difference");
        foreach (var method in new[] { NtkMethod.JacobianContraction, NtkMethod.NtkVectorProducts, NtkMethod.StructuredDerivatives, NtkMethod.Automatic })
        {
            var (ntk, seconds) = Best(() => network.FullNtk(x, method: method));
            (first, slowest) = (first ?? ntk, slowest ?? seconds);
            Table.Row($"{method}", Table.Invariant($"{seconds:G3}"), Table.Invariant($"{slowest / seconds:G3}"), Table.Invariant($"{KernelMetrics.RelativeChange(first, ntk):G1}"));
        }

        return 0;
    }

    public static int Draws()
    {
        const int N = 6, Width = 32, Count = 30_000;
        var (estimate, seconds) = Best(() => MonteCarlo.Estimate(Relu3(Width, 1), Inputs(N), draws: Count));
        var ntk = estimate.Ntk!;
        Table.Header($"The mean of Θ among {N} points, width {Width}, 3 hidden ReLU layers", "draws", "seconds", "largest s.e. of Θ %");
        Table.Row($"{Count}", Table.Invariant($"{seconds:F2}"), Table.Invariant($"{100 * ntk.StandardError.Enumerate().Max() / ntk.Mean.Enumerate().Max():F2}"));
        return 0;
    }

    private static Architecture Relu3(int width, int outputs) => Repeat(3, Dense(width, sigmaW: Expr.Sqrt(2)) >> Relu) >> Dense(outputs);

    private static Points Inputs(int n)
    {
        var random = new MersenneTwister(n);
        return Matrix<double>.Build.Dense(n, Features, (_, _) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
    }

    /// <summary>The better of two runs; the first also compiles.</summary>
    private static (T Result, double Seconds) Best<T>(Func<T> work)
    {
        var (first, second) = (Time(), Time());
        return first.Seconds < second.Seconds ? first : second;

        (T Result, double Seconds) Time()
        {
            var clock = Stopwatch.StartNew();
            return (work(), clock.Elapsed.TotalSeconds);
        }
    }
}
