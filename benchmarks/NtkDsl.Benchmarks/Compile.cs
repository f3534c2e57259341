using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Benchmarks;

/// <summary>From text to numbers on three points: how time and memory grow as the architecture does.</summary>
internal static class Compile
{
    private const double Megabyte = 1 << 20;

    /// <summary>Networks by depth, and small texts whose formulas once did not end.</summary>
    private static readonly (string Title, Func<int, string> Text, int[] Counts)[] Families =
    [
        ("a chain of L layers", l => $"repeat({l}, dense(32) >> relu) >> dense(1)", [250, 500, 1000]),
        ("L residual blocks, two-layer branches", l => $"dense(32) >> repeat({l}, residual(dense(32) >> relu >> dense(32), scale=0.03)) >> dense(1)", [250, 500, 1000]),
        ("L pre-activation blocks", l => $"dense(32) >> repeat({l}, residual(relu >> dense(32), scale=0.1)) >> dense(1)", [75, 150, 300]),
        ("L tanh residual blocks", l => $"dense(32) >> repeat({l}, residual(dense(32) >> tanh >> dense(32), scale=1/{l})) >> dense(1)", [75, 150, 300]),
        ("L gates", l => $"dense(32) >> repeat({l}, product(identity, dense(32) >> relu)) >> dense(1)", [75, 150, 300]),
        ("denseNet(L)", l => $"denseNet({l}, dense(32) >> relu) >> dense(1)", [25, 50, 100]),
    ];

    private static readonly string[] Small =
    [
        "dense(1) >> denseNet(4, hermite(7)) >> dense(1)",
        "dense(4) >> leakyRelu(0.1) >> monomial(9) >> dense(4) >> dense(1)",
        "dense(64) >> gabor >> denseNet(3, residual(swish)) >> dense(1)",
        "dense(4) >> denseNet(3, residual(polynomial(1.3, 0, -1.2, -0.5), scale=1.7)) >> dense(1)",
        "dense(8) >> repeat(5, dense(64) >> abs >> erf >> hermite(7)) >> dense(1)",
        "dense(8) >> residual(layerNorm >> repeat(2, exp(0.5, 0.3) >> polynomial(1.3, 0, -1.2, -0.5)) >> monomial(9)) >> dense(1)",
    ];

    public static int Run()
    {
        Numbers("dense(32) >> relu >> tanh >> dense(1)");
        Table.Header("From text to numbers on three points", "network", "L", "compile s", "numbers s", "allocated MiB");
        foreach (var (title, text, counts) in Families)
        {
            foreach (var count in counts)
            {
                Row(title, $"{count}", text(count));
            }
        }

        Table.Header("Small texts", "text", "", "compile s", "numbers s", "allocated MiB");
        foreach (var text in Small)
        {
            Row($"`{text}`", "", text);
        }

        Composed();
        return 0;
    }

    private static void Row(string title, string count, string text)
    {
        var (compile, numbers, bytes) = Numbers(text);
        Table.Row(title, count, Table.Invariant($"{compile:F2}"), Table.Invariant($"{numbers:F2}"), Table.Invariant($"{bytes / Megabyte:F0}"));
    }

    private static (double Compile, double Numbers, long Bytes) Numbers(string text)
    {
        var before = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var kernel = Architecture.Parse(text).Compile();
        var compile = clock.Elapsed.TotalSeconds;
        kernel.EvaluateSymmetric(Matrix<double>.Build.Random(3, 5, 1));
        return (compile, clock.Elapsed.TotalSeconds - compile, GC.GetTotalAllocatedBytes() - before);
    }

    private static void Composed()
    {
        Table.Header("Layers composed in a loop", "layers", "seconds");
        foreach (var count in new[] { 5000, 10_000, 20_000 })
        {
            var clock = Stopwatch.StartNew();
            Architecture net = Layers.Dense(32);
            for (var i = 1; i < count; i++)
            {
                net >>= Layers.Relu;
            }

            GC.KeepAlive(net.ToString());
            Table.Row($"{count}", Table.Invariant($"{clock.Elapsed.TotalSeconds:F3}"));
        }
    }
}
