using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace NtkDsl.Benchmarks;

/// <summary>The kernel engine against plainer ways to the same numbers, side by side in one run.</summary>
internal static class Engine
{
    private const string Relu10 = "repeat(10, dense(512, sigmaW=sqrt(2)) >> relu) >> dense(1)";
    private const string Relu10Bias = "repeat(10, dense(512, sigmaW=sqrt(2), sigmaB=0.1) >> relu) >> dense(1)";
    private static readonly Kernel Parametric = Architecture.Parse("repeat(3, dense(512, sigmaW=s, sigmaB=b) >> relu) >> dense(1, sigmaW=s)").Compile();

    public static int Run()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, BLAS: {NativeBlas.LibraryName ?? "none"}"));
        Table.Header("Seconds", "what", "n", "d", "seconds");
        var relu = Row("K and Θ, 10 ReLU layers", 4000, 784, x => Evaluate(Relu10, x));
        var gram = Row("their inner products by a BLAS (dsyrk; else by our kernel)", 4000, 784, GramProduct.Seconds);
        var ours = Row("their inner products by our kernel", 4000, 784, GramProduct.SecondsOfOurs);
        var elementwise = Row("their elementwise work, at the rate of one tile in the cache", 4000, 1, x => ElementwiseWork.Seconds(Relu10, x));
        var small = Row("K and Θ, 10 ReLU layers", 2000, 784, x => Evaluate(Relu10, x));
        var whole = Row("the same with whole MathNet matrices", 2000, 784, WholeMatrices);
        Row("K and Θ, 10 ReLU layers with biases", 2000, 784, x => Evaluate(Relu10Bias, x));
        var (shallow, deep) = (OfDepth(1), OfDepth(100));
        var plain = Row("Θ, 3 ReLU layers with 2 free parameters", 2000, 20, x => Best(() => GC.KeepAlive(Bound().EvaluateBlocks(x, kind: KernelKind.Ntk).ToList())));
        var derived = Row("the same with its derivatives", 2000, 20, x => Best(() => Bound().EvaluateWithDerivatives(x, KernelKind.Ntk)));
        Table.Header("Ratios", "what", "ratio", "wanted");
        Ratio("K and Θ, 10 ReLU layers / (inner products + elementwise work)", relu / (gram + elementwise), "at most 1.5");
        Ratio("inner products: BLAS / our kernel", gram / ours, "at least 0.5");
        Ratio("whole MathNet matrices / K and Θ", whole / small, "at least 10");
        Ratio("100 layers / 1 layer", deep / shallow, "at most 1.2");
        Ratio("Θ with 2 derivatives / Θ", derived / plain, "less than 4");
        Duals.TanhAgainstGrids();
        return 0;
    }

    private static double OfDepth(int depth) =>
        Row($"{depth} ReLU layers", 4000, 20, x => Evaluate($"repeat({depth}, dense(512, sigmaW=sqrt(2)) >> relu) >> dense(1)", x));

    private static Kernel Bound() => Parametric.Bind("s", 1.5).Bind("b", 0.1);

    private static void Ratio(string what, double ratio, string wanted) => Table.Row(what, Table.Invariant($"{ratio:F2}"), wanted);

    private static double Row(string what, int n, int d, Func<Matrix<double>, double> measure)
    {
        var random = new MersenneTwister(n + d);
        var seconds = measure(Matrix<double>.Build.Dense(n, d, (i, _) => (0.5 + (i % 7 * 0.2)) * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1)));
        Table.Row(what, $"{n}", $"{d}", Table.Invariant($"{seconds:F3}"));
        return seconds;
    }

    private static double Evaluate(string architecture, Matrix<double> x)
    {
        var kernel = Architecture.Parse(architecture).Compile();
        kernel.EvaluateSymmetric(x.SubMatrix(0, 300, 0, x.ColumnCount));
        return Best(() => kernel.EvaluateSymmetric(x));
    }

    private static double Best(Action work) => Enumerable.Range(0, 8).Min(_ => Time(work));

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

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
