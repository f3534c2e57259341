using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Numbers in half the memory.</content>
public sealed partial class Kernel
{
    /// <summary>
    /// K and Θ between the rows of two sets of points, or among those of one, computed in double precision and rounded to single once they
    /// are known: half the memory, and seven digits.
    /// </summary>
    /// <param name="x1">n₁ points, the rows of the result.</param>
    /// <param name="x2">n₂ points, its columns. If not given, those of the rows: entry (i, i) is then an example with itself.</param>
    /// <param name="progress">Told the fraction that is done.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="NtkDslException">The numbers of features do not fit, a parameter is not bound, or the result does not fit into memory.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public SingleKernelPair EvaluateSingle(Points x1, Points? x2 = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var blocks = Blocks(KindsOf(kind: null), x1, x2, cancellation);
        MemoryNeed.Require(blocks.Kinds.Count, blocks.RowCount, blocks.ColumnCount, ElementType.Binary32);
        var entries = blocks.Kinds.Select(_ => new float[blocks.RowCount * blocks.ColumnCount]).ToArray();
        var rows = BlockRows(MostBlockRows, blocks);
        var parts = TileRegion.Partition(blocks.RowCount, blocks.ColumnCount, blocks.IsSymmetric, rows, BlockColumns(rows, blocks)).ToList();
        var results = Results.For(parts, entries.Length);
        for (var part = 0; part < parts.Count; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            blocks.Refill(results, parts[part]);
            for (var output = 0; output < entries.Length; output++)
            {
                Round(results, output, parts[part], entries[output], blocks.RowCount);
            }

            progress?.Report((part + 1.0) / parts.Count);
        }

        if (blocks.IsSymmetric)
        {
            Array.ForEach(entries, values => Mirroring.CopyUp(values, offset: 0, blocks.RowCount));
        }

        return new(MatrixOf(0), ntk.Then<Matrix<float>>(_ => MatrixOf(1)));

        Matrix<float> MatrixOf(int output) => Matrix<float>.Build.Dense(blocks.RowCount, blocks.ColumnCount, entries[output]);
    }

    /// <summary>Rounds a part into its place.</summary>
    private static void Round(Results results, int output, TileRegion part, float[] entries, int rowCount)
    {
        for (var j = 0; j < part.Columns; j++)
        {
            var column = results.Column(output, j);
            TensorPrimitives.ConvertTruncating(column, entries.AsSpan(((part.FirstColumn + j) * rowCount) + part.FirstRow, column.Length));
        }
    }
}
