using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Benchmarks;

/// <summary>What the recursion costs without inner products and without writing the result: one tile, again and again in the cache, times the number of tiles.</summary>
internal static class ElementwiseWork
{
    public static double Seconds(string architecture, Matrix<double> x)
    {
        var kernel = Architecture.Parse(architecture).Compile();
        Points points = x.SubMatrix(0, Storage.TileHeight, 0, 1);
        var evaluation = kernel.NewEvaluation(kernel.KindsOf(kind: null), points, points, symmetric: true, CancellationToken.None);
        var tile = new TileRegion(0, points.Count, 0, points.Count);
        var best = double.PositiveInfinity;
        for (var run = 0; run < 50; run++)
        {
            var clock = Stopwatch.StartNew();
            evaluation.Run(tile, (_, _, _, _) => { });
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        var pairs = x.RowCount * (x.RowCount - 1.0) / 2;
        return best / ((double)points.Count * points.Count) * pairs / Environment.ProcessorCount;
    }
}
