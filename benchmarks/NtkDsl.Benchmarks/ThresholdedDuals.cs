using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace NtkDsl.Benchmarks;

/// <summary>Piecewise linear functions with knots off zero: closed forms beside adaptive quadrature.</summary>
internal static class ThresholdedDuals
{
    private const int Points = 600;
    private const int Features = 20;
    private const int Quadratures = 20;
    private const int Repetitions = 5;

    private static readonly Activation[] Activations =
    [
        Activation.Define("ramp", u => Expr.Relu(u - 1)),
        Activation.Define("hardTanh", u => u - Expr.Relu(u - 1) + Expr.Relu(-u - 1)),
        Activation.Define("clippedRamp", u => Expr.Relu(u) - Expr.Relu(u - 6)),
        Activation.Define("leakyAside", u => Expr.Relu(u - Expr.Fraction(1, 2)) - (Expr.Relu(Expr.Fraction(1, 2) - u) / 10)),
        Activation.Define("stepAside", u => Expr.Step(u - 1)),
        Activation.Define("sum", u => Expr.Relu(u - 1) + Expr.Step(u + 1)),
    ];

    public static int Run()
    {
        OneByOne();
        Table.Header(
            $"K, and Θ where there is one, of one hidden layer: {Points} points of many norms, processor time", "activation", "ns per entry", "µs by quadrature", "largest difference");
        var points = Matrix<double>.Build.Random(Points, Features, new MathNet.Numerics.Distributions.Normal(0, 1, new MersenneTwister(1)));
        foreach (var activation in Activations)
        {
            Whole(activation, points);
        }

        return 0;
    }

    /// <summary>The functions of the formulas, on one thread.</summary>
    private static void OneByOne()
    {
        Table.Header("one pair of thresholds, or of intervals, on one thread", "a, b, gap", "ns Ψ₁(1, 1)", "ns Ψ₂(1, 1)", "ns Ψ₂ of [−1, 1]²", "ns Ψ₂(3, −2)");
        foreach (var (a, b, gap) in new[] { (1.0, 1.0, 1.0), (1.0, 1.7, 0.2), (1.0, 1.0, 1e-6), (1.0, 1.0001, 1e-8), (2.0, 1.0, 3.5), (1.0, 1.0, 0.0), (1e4, 1e4, 0.2) })
        {
            var scale = Math.Sqrt(a) * Math.Sqrt(b);
            var (p, q) = (gap * scale, (4 - gap) * scale);
            Table.Row(
                [
                    Table.Invariant($"{a}, {b}, {gap:G2}"),
                    Time(Symbolics.Function.StepCovariance, 1, 1), Time(Symbolics.Function.RampCovariance, 1, 1),
                    Time(Symbolics.Function.RampBox, -1, 1, -1, 1), Time(Symbolics.Function.RampCovariance, 3, -2),
                ]);

            string Time(Symbolics.Function function, params double[] thresholds)
            {
                double[] arguments = [a, b, scale - (p / 2), .. thresholds, p, q];
                return Table.Invariant($"{Best(() => function.Value(arguments), 20_000) * 1e9:F0}");
            }
        }
    }

    private static void Whole(Activation activation, Matrix<double> points)
    {
        var kernel = Architecture.Sequence([Layers.Dense(64), activation, Layers.Dense(1)]).Compile();
        var values = kernel.EvaluateSymmetric(points).Nngp;
        var seconds = Best(() => kernel.EvaluateSymmetric(points), 1);
        var function = activation.Function;
        var integral = (Symbolics.Expectation)Symbolics.Expectation.Product(function, function, GaussianPair.Symbolic);
        var (difference, slow) = (0.0, Stopwatch.StartNew());
        for (var k = 0; k < Quadratures; k++)
        {
            var (x, y) = (points.Row(k), points.Row(Points - 1 - (2 * k)));
            var (a, b, c) = (x.DotProduct(x) / Features, y.DotProduct(y) / Features, x.DotProduct(y) / Features);
            var scale = Math.Sqrt(a * b);
            difference = Math.Max(difference, Math.Abs(Integration.Of(integral, [a, b, c, 2 * (scale - c), 2 * (scale + c)]) - values[k, Points - 1 - (2 * k)]));
        }

        Table.Row(
            activation.Name,
            Table.Invariant($"{seconds / (Points * (Points + 1) / 2) * 1e9:F0}"),
            Table.Invariant($"{slow.Elapsed.TotalSeconds / Quadratures * 1e6:F0}"),
            Table.Invariant($"{difference:E1}"));
    }

    /// <summary>Seconds of processor time that the fastest of some runs takes for one time.</summary>
    private static double Best(Action action, int times) => Enumerable.Range(0, Repetitions).Min(_ =>
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        for (var i = 0; i < times; i++)
        {
            action();
        }

        process.Refresh();
        return (process.TotalProcessorTime - start).TotalSeconds / times;
    });
}
