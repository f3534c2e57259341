using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace NtkDsl.Benchmarks;

/// <summary>The kernel engine against plainer ways to the same numbers, side by side in one run.</summary>
internal static class Engine
{
    private const string Relu10 = "repeat(10, dense(512, sigmaW=sqrt(2)) >> relu) >> dense(1)";
    private const string Relu10Bias = "repeat(10, dense(512, sigmaW=sqrt(2), sigmaB=0.1) >> relu) >> dense(1)";
    private const string Tanh3 = "repeat(3, dense(512, sigmaW=1.5, sigmaB=0.1) >> tanh) >> dense(1)";

    public static int Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}"));
        Console.WriteLine();
        Console.WriteLine("| what | n | d | seconds |");
        Console.WriteLine("|---|---|---|---|");
        Row("K and Θ, 10 ReLU layers", 2000, 784, x => Evaluate(Relu10, x));
        Row("the same with whole MathNet matrices", 2000, 784, WholeMatrices);
        Row("K and Θ, 10 ReLU layers with biases", 2000, 784, x => Evaluate(Relu10Bias, x));
        foreach (var depth in new[] { 1, 100 })
        {
            Row($"{depth} ReLU layers", 4000, 20, x => Evaluate($"repeat({depth}, dense(512, sigmaW=sqrt(2)) >> relu) >> dense(1)", x));
        }

        Row("K and Θ, 3 tanh layers", 2000, 20, x => Evaluate(Tanh3, x));
        Row("the same by 32² Gauss–Hermite nodes (from 200 entries)", 2000, 20, GaussHermite);
        foreach (var n in new[] { 500, 1000, 2000, 4000, 8000 })
        {
            Row("growth: 10 ReLU layers with biases", n, 20, x => Evaluate(Relu10Bias, x));
        }

        return 0;
    }

    private static void Row(string what, int n, int d, Func<Matrix<double>, double> seconds)
    {
        var random = new MersenneTwister(n + d);
        var x = Matrix<double>.Build.Dense(n, d, (i, _) => (0.5 + (i % 7 * 0.2)) * Normal.Sample(random, 0, 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {n} | {d} | {seconds(x):F2} |"));
    }

    /// <summary>The better of two runs, after one on a few points.</summary>
    private static double Evaluate(string architecture, Matrix<double> x)
    {
        var kernel = Architecture.Parse(architecture).Compile();
        kernel.EvaluateSymmetric(x.SubMatrix(0, 64, 0, x.ColumnCount));
        return Math.Min(Time(() => kernel.EvaluateSymmetric(x)), Time(() => kernel.EvaluateSymmetric(x)));
    }

    /// <summary>The textbook recursion, one matrix operation at a time.</summary>
    private static double WholeMatrices(Matrix<double> x) => Time(() =>
    {
        var k = 2.0 / x.ColumnCount * x.TransposeAndMultiply(x);
        var theta = k.Clone();
        for (var layer = 0; layer < 10; layer++)
        {
            var root = k.Diagonal().PointwiseSqrt();
            var scale = root.OuterProduct(root);
            var angle = k.PointwiseDivide(scale).PointwiseMinimum(1).PointwiseMaximum(-1).PointwiseAcos();
            var weight = layer == 9 ? 0.5 : 1;
            k = weight / Math.PI * scale.PointwiseMultiply(angle.PointwiseSin() + (Math.PI - angle).PointwiseMultiply(angle.PointwiseCos()));
            theta = k + (weight / Math.PI * (Math.PI - angle).PointwiseMultiply(theta));
        }
    });

    /// <summary>E tanh(u)tanh(v) and E tanh′(u)tanh′(v) on a grid of 32² nodes, for 3 layers of all pairs, extrapolated from 200 entries.</summary>
    private static double GaussHermite(Matrix<double> x)
    {
        var nodes = Enumerable.Range(0, 32).Select(i => -5 + (i * 10.0 / 31)).ToArray();
        var weights = nodes.Select(z => Math.Exp(-z * z / 2)).ToArray();
        double sum = 0;
        const int Entries = 200;
        var seconds = Time(() =>
        {
            for (var entry = 0; entry < Entries; entry++)
            {
                var (rho, rest) = (entry / 250.0, Math.Sqrt(1 - (entry / 250.0 * (entry / 250.0))));
                for (var i = 0; i < nodes.Length; i++)
                {
                    var u = Math.Tanh(nodes[i]);
                    for (var j = 0; j < nodes.Length; j++)
                    {
                        var v = Math.Tanh((rho * nodes[i]) + (rest * nodes[j]));
                        sum += weights[i] * weights[j] * ((u * v) + ((1 - (u * u)) * (1 - (v * v))));
                    }
                }
            }
        });
        var pairs = (double)x.RowCount * (x.RowCount + 1) / 2;
        return double.IsNaN(sum) ? sum : seconds / Entries * pairs * 3 / Environment.ProcessorCount;
    }

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
