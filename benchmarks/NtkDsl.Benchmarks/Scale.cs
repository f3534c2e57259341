using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;
using static NtkDsl.Layers;

namespace NtkDsl.Benchmarks;

/// <summary>
/// Regression with the NTK of two ReLU layers on n points of a smooth function in ten dimensions: the ways that do not factorise the
/// kernel matrix against the one that does, by the difference of their predictions, time and memory.
/// </summary>
internal static class Scale
{
    private const int Features = 10;
    private const int TestPoints = 500;
    private const double RelativeRidge = 1e-3;

    public static int Run(IEnumerable<string> counts)
    {
        Console.WriteLine("| n | method | difference from exact % | error % | seconds | MB |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var n in counts.Select(count => int.Parse(count, CultureInfo.InvariantCulture)))
        {
            Run(n, includeExact: n <= 20_000);
        }

        return 0;
    }

    private static void Run(int n, bool includeExact)
    {
        var block = Dense(512, sigmaW: Expr.Sqrt(2)) >> Relu;
        var kernel = (block >> block >> Dense(1)).Compile();
        var random = new MersenneTwister(n);
        var x = Matrix<double>.Build.Dense(n, Features, (_, _) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
        var test = Matrix<double>.Build.Dense(TestPoints, Features, (_, _) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
        var y = Target(x) + Matrix<double>.Build.Dense(n, 1, (_, _) => MathNet.Numerics.Distributions.Normal.Sample(random, 0, 0.1));
        var ridge = Ridge.Relative(RelativeRidge);
        var absolute = RelativeRidge * kernel.EvaluateDiagonal(x).Ntk.Average();

        Matrix<double>? exact = null;
        void Row(string method, Func<Matrix<double>> predict)
        {
            var (prediction, seconds, megabytes) = Measure(predict);
            exact ??= includeExact ? prediction : null;
            var difference = exact is null ? "" : Percent(prediction - exact, exact);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {n} | {method} | {difference} | {Percent(prediction - Target(test), Target(test))} | {seconds:F1} | {megabytes:F0} |"));
        }

        if (includeExact)
        {
            Row("exact", () => KernelRegression.Train(kernel, x, y, ridge).Predict(test));
        }

        foreach (var m in new[] { 250, 1000 })
        {
            Row($"Nyström, {m} uniform", () => NystromProcess.Condition(kernel, x, y, ridge, Landmarks.Uniform(m), KernelKind.Ntk).Predict(test).Mean);
            Row($"Nyström, {m} by leverage", () => NystromProcess.Condition(kernel, x, y, ridge, Landmarks.LeverageScores(m), KernelKind.Ntk).Predict(test).Mean);
        }

        Row("1024 random features", () => FeatureRegression.Train(ReluNtkFeatures.Draw(Features, 2, 512), x, y, absolute).Predict(test));

        // Last, since it takes longest where nothing is factorised.
        Row("conjugate gradients", () => IterativeRegression.Train(kernel, x, y, ridge, tolerance: 1e-6).Predict(test));
    }

    private static Matrix<double> Target(Matrix<double> x) =>
        Matrix<double>.Build.Dense(x.RowCount, 1, (i, _) => Math.Sin(x[i, 0]) + (x[i, 1] * x[i, 2]) + Math.Abs(x[i, 3]));

    private static string Percent(Matrix<double> difference, Matrix<double> reference) =>
        (100 * difference.FrobeniusNorm() / reference.FrobeniusNorm()).ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>Samples the size of the heap while the work runs.</summary>
    private static (Matrix<double> Result, double Seconds, double Megabytes) Measure(Func<Matrix<double>> work)
    {
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = before;
        using var sampler = new Timer(_ => peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 5);
        var clock = Stopwatch.StartNew();
        var result = work();
        return (result, clock.Elapsed.TotalSeconds, (Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false)) - before) / 1e6);
    }
}
