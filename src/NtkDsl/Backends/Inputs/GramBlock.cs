using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>
/// Inner products ⟨x, x′⟩/d of a tile of rows and columns. Both sides are packed for some features at a time, rows sixteen and columns
/// four side by side, so that what the inner loop reads lies in the first-level cache and its sums stay in registers. A product is summed
/// over the features in their order by fused multiply-adds, so its bits depend neither on the tile nor on the instructions of the machine.
/// </summary>
internal sealed class GramBlock : IDisposable
{
    /// <summary>Features that are packed together: a panel of rows then fills the first-level cache, and a tile of them the second.</summary>
    private const int Depth = 256;

    private const int RowPanel = 16;
    private const int ColumnPanel = 4;
    private const int Lanes = 8;
    private const int HalfLanes = 4;

    private readonly double[] rowPanels;
    private readonly double[] columnPanels;
    private readonly double[] products = ArrayPool<double>.Shared.Rent(Storage.TileHeight * PairWindow.LargestColumnCount);

    public GramBlock(int features)
    {
        var depth = Math.Min(features, Depth);
        rowPanels = ArrayPool<double>.Shared.Rent(Storage.TileHeight * depth);
        columnPanels = ArrayPool<double>.Shared.Rent(PairWindow.LargestColumnCount * depth);
    }

    /// <summary>The products of the rows multiplied last with one of their columns.</summary>
    public ReadOnlySpan<double> Column(int index) => products.AsSpan(index * Storage.TileHeight, Storage.TileHeight);

    /// <summary>Multiplies all rows with all columns of a tile.</summary>
    public void Multiply(PairSource source, int firstRow, int rows, int firstColumn, int columns)
    {
        products.AsSpan(0, RoundUp(columns, ColumnPanel) * Storage.TileHeight).Clear();
        for (var k = 0; k < source.Features; k += Depth)
        {
            var depth = Math.Min(Depth, source.Features - k);
            Pack(source, Scope.Row, firstRow, rows, k, depth, RowPanel, rowPanels);
            Pack(source, Scope.Column, firstColumn, columns, k, depth, ColumnPanel, columnPanels);
            for (var row = 0; row < rows; row += RowPanel)
            {
                for (var column = 0; column < columns; column += ColumnPanel)
                {
                    Accumulate(rowPanels.AsSpan(row * depth, RowPanel * depth), columnPanels.AsSpan(column * depth, ColumnPanel * depth), row, column);
                }
            }
        }

        for (var column = 0; column < columns; column++)
        {
            var values = products.AsSpan(column * Storage.TileHeight, rows);
            TensorPrimitives.Divide(values, source.Features, values);
        }
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(rowPanels);
        ArrayPool<double>.Shared.Return(columnPanels);
        ArrayPool<double>.Shared.Return(products);
    }

    private static int RoundUp(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    /// <summary>Feature after feature, the coordinates of as many points as a panel is wide; points that are missing at the end are zeros.</summary>
    private static void Pack(PairSource source, Scope side, int first, int count, int feature, int depth, int width, double[] panels)
    {
        for (var i = 0; i < RoundUp(count, width); i++)
        {
            var panel = panels.AsSpan((i / width * width * depth) + (i % width));
            var point = i < count ? source.Point(side, first + i).Slice(feature, depth) : [];
            for (var k = 0; k < depth; k++)
            {
                panel[k * width] = i < count ? point[k] : 0;
            }
        }
    }

    private void Accumulate(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int row, int column)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Accumulate512(x, y, ref products[(column * Storage.TileHeight) + row]);
        }
        else
        {
            for (var half = 0; half < RowPanel; half += Lanes)
            {
                Accumulate256(x[half..], y, ref products[(column * Storage.TileHeight) + row + half]);
            }
        }
    }

    private static void Accumulate512(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ref double c)
    {
        const int C1 = Storage.TileHeight, C2 = 2 * C1, C3 = 3 * C1;
        Vector512<double> c00 = Vector512.LoadUnsafe(ref c), c01 = Vector512.LoadUnsafe(ref c, Lanes);
        Vector512<double> c10 = Vector512.LoadUnsafe(ref c, C1), c11 = Vector512.LoadUnsafe(ref c, C1 + Lanes);
        Vector512<double> c20 = Vector512.LoadUnsafe(ref c, C2), c21 = Vector512.LoadUnsafe(ref c, C2 + Lanes);
        Vector512<double> c30 = Vector512.LoadUnsafe(ref c, C3), c31 = Vector512.LoadUnsafe(ref c, C3 + Lanes);
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        for (var k = y.Length / ColumnPanel; k > 0; k--)
        {
            var (a0, a1) = (Vector512.LoadUnsafe(ref a), Vector512.LoadUnsafe(ref a, Lanes));
            var b0 = Vector512.Create(b);
            (c00, c01) = (Vector512.FusedMultiplyAdd(a0, b0, c00), Vector512.FusedMultiplyAdd(a1, b0, c01));
            var b1 = Vector512.Create(Unsafe.Add(ref b, 1));
            (c10, c11) = (Vector512.FusedMultiplyAdd(a0, b1, c10), Vector512.FusedMultiplyAdd(a1, b1, c11));
            var b2 = Vector512.Create(Unsafe.Add(ref b, 2));
            (c20, c21) = (Vector512.FusedMultiplyAdd(a0, b2, c20), Vector512.FusedMultiplyAdd(a1, b2, c21));
            var b3 = Vector512.Create(Unsafe.Add(ref b, 3));
            (c30, c31) = (Vector512.FusedMultiplyAdd(a0, b3, c30), Vector512.FusedMultiplyAdd(a1, b3, c31));
            a = ref Unsafe.Add(ref a, RowPanel);
            b = ref Unsafe.Add(ref b, ColumnPanel);
        }

        c00.StoreUnsafe(ref c);
        c01.StoreUnsafe(ref c, Lanes);
        c10.StoreUnsafe(ref c, C1);
        c11.StoreUnsafe(ref c, C1 + Lanes);
        c20.StoreUnsafe(ref c, C2);
        c21.StoreUnsafe(ref c, C2 + Lanes);
        c30.StoreUnsafe(ref c, C3);
        c31.StoreUnsafe(ref c, C3 + Lanes);
    }

    private static void Accumulate256(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ref double c)
    {
        const int C1 = Storage.TileHeight, C2 = 2 * C1, C3 = 3 * C1;
        Vector256<double> c00 = Vector256.LoadUnsafe(ref c), c01 = Vector256.LoadUnsafe(ref c, HalfLanes);
        Vector256<double> c10 = Vector256.LoadUnsafe(ref c, C1), c11 = Vector256.LoadUnsafe(ref c, C1 + HalfLanes);
        Vector256<double> c20 = Vector256.LoadUnsafe(ref c, C2), c21 = Vector256.LoadUnsafe(ref c, C2 + HalfLanes);
        Vector256<double> c30 = Vector256.LoadUnsafe(ref c, C3), c31 = Vector256.LoadUnsafe(ref c, C3 + HalfLanes);
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        for (var k = y.Length / ColumnPanel; k > 0; k--)
        {
            var (a0, a1) = (Vector256.LoadUnsafe(ref a), Vector256.LoadUnsafe(ref a, HalfLanes));
            var b0 = Vector256.Create(b);
            (c00, c01) = (Vector256.FusedMultiplyAdd(a0, b0, c00), Vector256.FusedMultiplyAdd(a1, b0, c01));
            var b1 = Vector256.Create(Unsafe.Add(ref b, 1));
            (c10, c11) = (Vector256.FusedMultiplyAdd(a0, b1, c10), Vector256.FusedMultiplyAdd(a1, b1, c11));
            var b2 = Vector256.Create(Unsafe.Add(ref b, 2));
            (c20, c21) = (Vector256.FusedMultiplyAdd(a0, b2, c20), Vector256.FusedMultiplyAdd(a1, b2, c21));
            var b3 = Vector256.Create(Unsafe.Add(ref b, 3));
            (c30, c31) = (Vector256.FusedMultiplyAdd(a0, b3, c30), Vector256.FusedMultiplyAdd(a1, b3, c31));
            a = ref Unsafe.Add(ref a, RowPanel);
            b = ref Unsafe.Add(ref b, ColumnPanel);
        }

        c00.StoreUnsafe(ref c);
        c01.StoreUnsafe(ref c, HalfLanes);
        c10.StoreUnsafe(ref c, C1);
        c11.StoreUnsafe(ref c, C1 + HalfLanes);
        c20.StoreUnsafe(ref c, C2);
        c21.StoreUnsafe(ref c, C2 + HalfLanes);
        c30.StoreUnsafe(ref c, C3);
        c31.StoreUnsafe(ref c, C3 + HalfLanes);
    }
}
