using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NtkDsl;

/// <summary>
/// Inner products ⟨x, x′⟩/d of a block of rows with four columns at a time. The rows are packed once, sixteen side by side, so that
/// the inner loop is eight fused multiply-adds on registers; each product is summed over the features in their order, whatever the block.
/// </summary>
internal sealed class GramBlock(int features)
{
    private const int Panel = 16;
    private const int Columns = PairWindow.LargestColumnCount;

    private double[] panels = [];
    private double[] products = [];
    private int stride;

    /// <summary>The products of all packed rows with one of the columns multiplied last.</summary>
    public ReadOnlySpan<double> Column(int index) => products.AsSpan(index * stride, stride);

    /// <summary>Takes a block of rows; the last panel is filled up with zeros.</summary>
    public void Pack(PairSource source, int firstRow, int rows)
    {
        stride = (rows + Panel - 1) / Panel * Panel;
        if (panels.Length < stride * features)
        {
            panels = new double[stride * features];
            products = new double[stride * Columns];
        }

        Array.Clear(panels);
        for (var row = 0; row < rows; row++)
        {
            var point = source.Point(Scope.Row, firstRow + row);
            var panel = panels.AsSpan(row / Panel * Panel * features);
            for (var k = 0; k < features; k++)
            {
                panel[(k * Panel) + (row % Panel)] = point[k];
            }
        }
    }

    /// <summary>Multiplies the packed rows with up to four columns.</summary>
    public void Multiply(PairSource source, int firstColumn, int columns)
    {
        var y0 = source.Point(Scope.Column, firstColumn);
        var y1 = source.Point(Scope.Column, firstColumn + Math.Min(1, columns - 1));
        var y2 = source.Point(Scope.Column, firstColumn + Math.Min(2, columns - 1));
        var y3 = source.Point(Scope.Column, firstColumn + columns - 1);
        for (var row = 0; row < stride; row += Panel)
        {
            Multiply(panels.AsSpan(row * features, Panel * features), y0, y1, y2, y3, row);
        }
    }

    private void Multiply(
        ReadOnlySpan<double> panel, ReadOnlySpan<double> y0, ReadOnlySpan<double> y1, ReadOnlySpan<double> y2, ReadOnlySpan<double> y3, int row)
    {
        Vector512<double> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector512<double> c20 = default, c21 = default, c30 = default, c31 = default;
        ref var x = ref MemoryMarshal.GetReference(panel);
        for (var k = 0; k < y0.Length; k++)
        {
            var x0 = Vector512.LoadUnsafe(ref x, (nuint)(k * Panel));
            var x1 = Vector512.LoadUnsafe(ref x, (nuint)((k * Panel) + 8));
            var (b0, b1) = (Vector512.Create(y0[k]), Vector512.Create(y1[k]));
            (c00, c01) = (Vector512.FusedMultiplyAdd(x0, b0, c00), Vector512.FusedMultiplyAdd(x1, b0, c01));
            (c10, c11) = (Vector512.FusedMultiplyAdd(x0, b1, c10), Vector512.FusedMultiplyAdd(x1, b1, c11));
            var (b2, b3) = (Vector512.Create(y2[k]), Vector512.Create(y3[k]));
            (c20, c21) = (Vector512.FusedMultiplyAdd(x0, b2, c20), Vector512.FusedMultiplyAdd(x1, b2, c21));
            (c30, c31) = (Vector512.FusedMultiplyAdd(x0, b3, c30), Vector512.FusedMultiplyAdd(x1, b3, c31));
        }

        var d = Vector512.Create((double)features);
        Store(0, row, c00 / d, c01 / d);
        Store(1, row, c10 / d, c11 / d);
        Store(2, row, c20 / d, c21 / d);
        Store(3, row, c30 / d, c31 / d);
    }

    private void Store(int column, int row, Vector512<double> low, Vector512<double> high)
    {
        low.CopyTo(products, (column * stride) + row);
        high.CopyTo(products, (column * stride) + row + 8);
    }
}
