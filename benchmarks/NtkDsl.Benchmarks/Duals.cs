using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace NtkDsl.Benchmarks;

/// <summary>Kernels of activations without a closed form: how fast, and how far from adaptive quadrature.</summary>
internal static class Duals
{
    private const int Features = 20;
    private const int Depth = 3;
    private const double SigmaW = 1.5;
    private const double BiasVariance = 0.01;

    private static readonly string[] Activations = ["tanh", "sigmoid", "gelu", "swish", "softplus", "mish", "elu", "selu"];

    public static int Run()
    {
        TanhAgainstGrids();
        Table.Header("K and Θ of one hidden layer, n = 1000, variances up to 4", "activation", "seconds", "again", "then µs per entry", "largest error");
        var narrow = Points(1000, 1);
        foreach (var activation in Activations)
        {
            var (time, again, deviation, _) = Engine($"dense(512) >> {activation} >> dense(1)", narrow);
            Table.Row(
                activation, Table.Invariant($"{time:F2}"), Table.Invariant($"{again:F2}"), Table.Invariant($"{again / (1000 * 999 / 2) * 1e6:F2}"),
                Table.Invariant($"{deviation:E1}"));
        }

        return 0;
    }

    /// <summary>A deep tanh network by the engine and, as is usually done, on grids of nodes.</summary>
    public static void TanhAgainstGrids()
    {
        Table.Header(
            Table.Invariant($"K and Θ of {Depth} tanh layers, n = 2000, variances from 0.3 to 13, {Environment.ProcessorCount} cores"),
            "how", "seconds", "times the engine's", "largest error");
        var points = Points(2000, 1.7);
        var network = $"repeat({Depth}, dense(512, sigmaW=1.5, sigmaB=0.1) >> tanh) >> dense(1)";
        var (seconds, again, error, pairs) = Engine(network, points);
        Table.Row("engine", Table.Invariant($"{seconds:F2}"), "1", Table.Invariant($"{error:E1}"));
        Table.Row("engine, with its tables kept", Table.Invariant($"{again:F2}"), Table.Invariant($"{again / seconds:F2}"), Table.Invariant($"{error:E1}"));
        foreach (var nodes in new[] { 32, 64 })
        {
            var (slow, slowError) = GaussHermite(nodes, points, pairs);
            Table.Row(
                Table.Invariant($"{nodes}² Gauss–Hermite nodes, from {Sampled} entries"),
                Table.Invariant($"{slow:F0}"), Table.Invariant($"{slow / seconds:F0}"), Table.Invariant($"{slowError:E1}"));
        }
    }

    private const int Sampled = 2000;

    /// <summary>A pair of points with K and Θ by adaptive quadrature, and the scales that errors are relative to.</summary>
    private sealed record Exact(int I, int J, double Nngp, double Ntk, double NngpScale, double NtkScale)
    {
        public double Error(double nngp, double ntk) => Math.Max(Math.Abs(nngp - Nngp) / NngpScale, Math.Abs(ntk - Ntk) / NtkScale);
    }

    private static Matrix<double> Points(int count, double largest)
    {
        var random = new MersenneTwister(count);
        return Matrix<double>.Build.Dense(count, Features, (i, _) =>
            largest * (0.3 + (0.7 * (i % 97) / 96)) * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
    }

    /// <summary>A first run, another one, for which its tables have been kept, and the largest error over some entries.</summary>
    private static (double First, double Again, double Error, List<Exact> Pairs) Engine(string network, Matrix<double> points)
    {
        var kernel = Architecture.Parse(network).Compile();
        WarmUp(points);
        var clock = Stopwatch.StartNew();
        kernel.EvaluateSymmetric(points);
        var first = clock.Elapsed.TotalSeconds;
        var result = kernel.EvaluateSymmetric(points);
        var again = clock.Elapsed.TotalSeconds - first;
        var pairs = Enumerable.Range(0, 10).Select(k => Reference(kernel, points, result, 37 * k % points.RowCount, (101 * k) + 1)).ToList();
        return (first, again, pairs.Max(pair => pair.Error(result.Nngp[pair.I, pair.J], result.Ntk[pair.I, pair.J])), pairs);
    }

    /// <summary>Has the machine code of the engine ready, with a function whose tables serve no other.</summary>
    private static void WarmUp(Matrix<double> points)
    {
        var other = Activation.Define("other", u => Expr.Tanh(u) * Expr.Sigmoid(u));
        var kernel = Architecture.Sequence([Layers.Dense(512), other, Layers.Dense(1)]).Compile();
        for (var i = 0; i < 3; i++)
        {
            kernel.EvaluateSymmetric(points.SubMatrix(0, 500, 0, Features) * Math.Pow(0.5, i));
        }
    }

    /// <summary>A single pair is integrated adaptively.</summary>
    private static Exact Reference(Kernel kernel, Matrix<double> points, KernelPair result, int i, int j)
    {
        var exact = kernel.Evaluate(points.SubMatrix(i, 1, 0, Features), points.SubMatrix(j, 1, 0, Features));
        return new(
            i, j, exact.Nngp[0, 0], exact.Ntk[0, 0], Math.Sqrt(result.Nngp[i, i] * result.Nngp[j, j]), Math.Sqrt(result.Ntk[i, i] * result.Ntk[j, j]));
    }

    /// <summary>The same recursion with every expectation on a grid of nodes: seconds for all entries on all cores, and the largest error.</summary>
    private static (double Seconds, double Error) GaussHermite(int nodes, Matrix<double> points, List<Exact> pairs)
    {
        var grid = new TanhOnGrid(nodes, Depth, SigmaW, BiasVariance);
        double[] Row(int i) => points.Row(i).ToArray();
        var error = pairs.Max(pair =>
        {
            var (nngp, ntk) = grid.Evaluate(Row(pair.I), Row(pair.J));
            return pair.Error(nngp, ntk);
        });
        var clock = Stopwatch.StartNew();
        Parallel.For(0, Sampled, k => grid.Evaluate(Row(k % points.RowCount), Row((7 * k) % points.RowCount)));
        return (clock.Elapsed.TotalSeconds / Sampled * points.RowCount * (points.RowCount - 1) / 2, error);
    }
}
