using System.Diagnostics;
using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl.Benchmarks;

/// <summary>X Xᵀ alone, half of it: what the kernel of any network has to pay for.</summary>
internal static class GramProduct
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Syrk(int order, int triangle, int transpose, int n, int k, double alpha, double[] a, int lda, double beta, double[] c, int ldc);

    /// <summary>By dsyrk of a native BLAS, or by the engine's own kernel if there is none.</summary>
    public static double Seconds(Matrix<double> x)
    {
        if (NativeBlas.LibraryName is not { } name)
        {
            return SecondsOfOurs(x);
        }

        var syrk = Marshal.GetDelegateForFunctionPointer<Syrk>(NativeLibrary.GetExport(NativeLibrary.Load(name), "cblas_dsyrk"));
        var (n, rows, product) = (x.RowCount, x.ToRowMajorArray(), new double[(long)x.RowCount * x.RowCount]);
        const int RowMajor = 101, Lower = 122, NoTranspose = 111;
        return Best(() => syrk(RowMajor, Lower, NoTranspose, n, x.ColumnCount, 1, rows, x.ColumnCount, 0, product, n));
    }

    /// <summary>By the engine's own kernel, tile by tile and nothing stored.</summary>
    public static double SecondsOfOurs(Matrix<double> x)
    {
        var points = Points.Of(x);
        var source = new PointSource(points, points);
        var tiles = new TileRegion(0, points.Count, 0, points.Count, BelowDiagonal: true).Tiles().ToArray();
        return Best(() => Parallel.ForEach(tiles, () => new GramBlock(points.Features), (tile, _, gram) =>
        {
            gram.Multiply(source, tile.FirstRow, tile.Rows, tile.FirstColumn, tile.Columns);
            return gram;
        }, gram => gram.Dispose()));
    }

    private static double Best(Action work) => Enumerable.Range(0, 5).Min(_ =>
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    });
}
