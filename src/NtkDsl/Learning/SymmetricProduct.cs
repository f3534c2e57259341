using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>
/// Products of a symmetric matrix, given by blocks of rows of its lower triangle, with some vectors. An entry serves its row and its
/// column while it is in the cache: large products wait for memory alone. Deterministic for any number of threads.
/// </summary>
internal static class SymmetricProduct
{
    /// <summary>Columns of a block that one task multiplies; fixed, so that sums do not depend on the number of threads.</summary>
    private const int ColumnsOfTask = 256;

    /// <summary>y_i += k_ij v_j for the rows i from start to end of a block, and y_j += k_ij v_i for the columns j before its diagonal square.</summary>
    public static void Add(Results block, int start, int end, double[][] v, double[][] y)
    {
        var sums = new double[(end + ColumnsOfTask - 1) / ColumnsOfTask][][];
        Parallel.For(0, sums.Length, task =>
        {
            sums[task] = Zeros(v.Length, end - start);
            for (var j = task * ColumnsOfTask; j < Math.Min((task + 1) * ColumnsOfTask, end); j++)
            {
                for (var output = 0; output < v.Length; output++)
                {
                    var dot = AddScaled(block.Column(0, j), v[output][j], sums[task][output], v[output].AsSpan(start));
                    if (j < start)
                    {
                        y[output][j] += dot;
                    }
                }
            }
        });

        foreach (var sum in sums)
        {
            for (var output = 0; output < v.Length; output++)
            {
                var rows = y[output].AsSpan(start, end - start);
                TensorPrimitives.Add(rows, sum[output], rows);
            }
        }
    }

    public static double[][] Zeros(int vectors, int length) => [.. Enumerable.Range(0, vectors).Select(_ => new double[length])];

    /// <summary>sum += scale · a, and a · v, in one pass. The order of additions does not depend on where the numbers lie in memory.</summary>
    private static double AddScaled(ReadOnlySpan<double> a, double scale, Span<double> sum, ReadOnlySpan<double> v)
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(a);
        var sums = MemoryMarshal.Cast<double, Vector<double>>(sum)[..vectors.Length];
        var factors = MemoryMarshal.Cast<double, Vector<double>>(v)[..vectors.Length];
        var (scales, dots) = (new Vector<double>(scale), Vector<double>.Zero);
        for (var i = 0; i < vectors.Length; i++)
        {
            sums[i] = Vector.FusedMultiplyAdd(vectors[i], scales, sums[i]);
            dots = Vector.FusedMultiplyAdd(vectors[i], factors[i], dots);
        }

        var dot = Vector.Sum(dots);
        for (var i = vectors.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum[i] = Math.FusedMultiplyAdd(a[i], scale, sum[i]);
            dot = Math.FusedMultiplyAdd(a[i], v[i], dot);
        }

        return dot;
    }
}
