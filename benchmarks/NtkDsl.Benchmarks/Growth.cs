using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using NtkDsl.Cli;

namespace NtkDsl.Benchmarks;

/// <summary>How time and memory grow with the number of points, and what storing less saves.</summary>
internal static class Growth
{
    private const string Relu10 = "repeat(10, dense(512, sigmaW=sqrt(2), sigmaB=0.1) >> relu) >> dense(1)";
    private const int Features = 20;
    private const double Megabyte = 1 << 20;

    public static int Run()
    {
        var kernel = Architecture.Parse(Relu10).Compile();
        kernel.EvaluateSymmetric(Inputs(1000));
        Table.Header($"K and Θ of 10 ReLU layers with biases, {Features} features", "n", "way", "seconds", "exponent", "result MiB", "memory beyond it MiB");
        var previous = (Count: 0, Seconds: 0.0);
        foreach (var n in new[] { 500, 1000, 2000, 4000, 8000, 16_000 })
        {
            var x = Inputs(n);
            var seconds = Row(n, "in memory", 2L * n * n * sizeof(double), previous, () => kernel.EvaluateSymmetric(x));
            previous = (n, seconds);
        }

        var most = Inputs(previous.Count);
        Row(previous.Count, "in memory, single precision", 2L * previous.Count * previous.Count * sizeof(float), default, () => kernel.EvaluateSingle(most));
        Row(previous.Count, "in blocks, lower triangle", 0, default, () =>
        {
            foreach (var block in kernel.EvaluateBlocks(most, lowerTriangle: true))
            {
                GC.KeepAlive(block);
            }
        });
        var file = Path.GetTempFileName();
        try
        {
            Row(previous.Count, "into a file, single precision", 0, default, () => kernel.EvaluateToFile(file, most, elementType: ElementType.Binary32, resume: false).Dispose());
        }
        finally
        {
            File.Delete(file);
            File.Delete(file + ".journal");
        }

        return 0;
    }

    private static double Row(int n, string way, long result, (int Count, double Seconds) previous, Action evaluate)
    {
        GC.Collect();
        using var memory = new PeakMemory();
        var clock = Stopwatch.StartNew();
        evaluate();
        var seconds = clock.Elapsed.TotalSeconds;
        var exponent = previous.Count > 0 ? Table.Invariant($"{Math.Log(seconds / previous.Seconds) / Math.Log((double)n / previous.Count):F2}") : "";
        Table.Row($"{n}", way, Table.Invariant($"{seconds:F2}"), exponent, Table.Invariant($"{result / Megabyte:F0}"), Table.Invariant($"{(memory.Bytes - result) / Megabyte:F0}"));
        return seconds;
    }

    private static Points Inputs(int n) => Matrix<double>.Build.Random(n, Features, n);
}
