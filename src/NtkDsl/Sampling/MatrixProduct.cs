using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>
/// C = op(A) op(B), where op(X) is X or Xᵀ. One kernel serves all four cases: the entries of A are broadcast one by
/// one, so A is read through strides, and B is copied panel by panel into the order in which it is used.
/// </summary>
internal static class MatrixProduct
{
    private const int TileRows = 4;
    private static readonly int panelWidth = 2 * Vector<double>.Count;

    /// <summary>A matrix seen through strides: entry (i, j) lies at i · RowStride + j · ColumnStride.</summary>
    private readonly ref struct View(Matrix matrix, bool transposed)
    {
        public readonly ReadOnlySpan<double> Entries = matrix.Entries;
        public readonly int Rows = transposed ? matrix.Columns : matrix.Rows;
        public readonly int Columns = transposed ? matrix.Rows : matrix.Columns;
        public readonly int RowStride = transposed ? 1 : matrix.Columns;
        public readonly int ColumnStride = transposed ? matrix.Columns : 1;
    }

    /// <summary>op(A) op(B).</summary>
    /// <exception cref="ArgumentException">op(A) has not as many columns as op(B) has rows.</exception>
    public static Matrix Multiply(Matrix a, Matrix b, bool transposeA = false, bool transposeB = false)
    {
        View left = new(a, transposeA), right = new(b, transposeB);
        if (left.Columns != right.Rows)
            throw new ArgumentException(Messages.ProductShapes(left.Rows, left.Columns, right.Rows, right.Columns));
        var result = new double[left.Rows * right.Columns];
        var buffer = ArrayPool<double>.Shared.Rent(left.Columns * panelWidth);
        var panel = buffer.AsSpan(0, left.Columns * panelWidth);
        for (var column = 0; column < right.Columns; column += panelWidth)
        {
            var width = Math.Min(panelWidth, right.Columns - column);
            Pack(right, column, width, panel);
            for (var row = 0; row < left.Rows; row += TileRows)
                MultiplyTile(left, row, panel, result.AsSpan(row * right.Columns + column), right.Columns, width);
        }
        ArrayPool<double>.Shared.Return(buffer);
        return new(left.Rows, right.Columns, result);
    }

    /// <summary>Aᵀ.</summary>
    public static Matrix Transpose(Matrix a)
    {
        var result = new double[a.Rows * a.Columns];
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < a.Columns; j++) result[j * a.Rows + i] = a[i, j];
        return new(a.Columns, a.Rows, result);
    }

    /// <summary>Copies some columns of B so that they lie row after row, filled up with zeros to the panel's width.</summary>
    private static void Pack(View b, int column, int width, Span<double> panel)
    {
        if (width < panelWidth) panel.Clear();
        for (int p = 0, target = 0; p < b.Rows; p++, target += panelWidth)
        {
            var source = p * b.RowStride + column * b.ColumnStride;
            if (b.ColumnStride == 1)
                b.Entries.Slice(source, width).CopyTo(panel[target..]);
            else
                for (var j = 0; j < width; j++, source += b.ColumnStride) panel[target + j] = b.Entries[source];
        }
    }

    /// <summary>Four rows of A times a panel, in eight registers; a tile that overlaps the end repeats the last row.</summary>
    private static void MultiplyTile(View a, int row, ReadOnlySpan<double> panel, Span<double> c, int stride, int width)
    {
        var rows = Math.Min(TileRows, a.Rows - row);
        var vector = Vector<double>.Count;
        var row0 = row * a.RowStride;
        var row1 = row0 + Math.Min(1, rows - 1) * a.RowStride;
        var row2 = row0 + Math.Min(2, rows - 1) * a.RowStride;
        var row3 = row0 + (rows - 1) * a.RowStride;
        Vector<double> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector<double> c20 = default, c21 = default, c30 = default, c31 = default;
        ref double x = ref MemoryMarshal.GetReference(a.Entries), y = ref MemoryMarshal.GetReference(panel);
        for (int p = 0, at = 0; p < panel.Length; p += 2 * vector, at += a.ColumnStride)
        {
            var b0 = Vector.LoadUnsafe(ref y, (nuint)p);
            var b1 = Vector.LoadUnsafe(ref y, (nuint)(p + vector));
            Vector<double> a0 = new(Unsafe.Add(ref x, row0 + at)), a1 = new(Unsafe.Add(ref x, row1 + at));
            Vector<double> a2 = new(Unsafe.Add(ref x, row2 + at)), a3 = new(Unsafe.Add(ref x, row3 + at));
            c00 = Vector.MultiplyAddEstimate(a0, b0, c00); c01 = Vector.MultiplyAddEstimate(a0, b1, c01);
            c10 = Vector.MultiplyAddEstimate(a1, b0, c10); c11 = Vector.MultiplyAddEstimate(a1, b1, c11);
            c20 = Vector.MultiplyAddEstimate(a2, b0, c20); c21 = Vector.MultiplyAddEstimate(a2, b1, c21);
            c30 = Vector.MultiplyAddEstimate(a3, b0, c30); c31 = Vector.MultiplyAddEstimate(a3, b1, c31);
        }
        ReadOnlySpan<Vector<double>> tile = [c00, c01, c10, c11, c20, c21, c30, c31];
        var entries = MemoryMarshal.Cast<Vector<double>, double>(tile);
        for (var i = 0; i < rows; i++) entries.Slice(i * panelWidth, width).CopyTo(c[(i * stride)..]);
    }
}
