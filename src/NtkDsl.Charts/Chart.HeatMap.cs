using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NtkDsl;

/// <content>Kernels as heat maps.</content>
public sealed partial class Chart
{
    /// <summary>More cells are not told apart in a picture this wide, and make a large file.</summary>
    private const int MostCells = 80;

    /// <summary>Below this fraction of the largest value, negative ones do not halve the range of colours for the others.</summary>
    private const double MarkedlyNegative = 0.1;

    /// <summary>
    /// A kernel matrix, a cell for each pair of points, or the mean of a block of pairs where there are more than 80 points. The colours
    /// run from the lowest value to the highest, or both ways from 0 where there are markedly negative ones.
    /// </summary>
    /// <param name="kernel">n × n finite numbers.</param>
    /// <param name="name">What the kernel is called, such as "NTK Θ".</param>
    /// <param name="labels">A label for each point, such as its class; points are put in the order of their labels.</param>
    /// <exception cref="NtkDslException">The matrix is not square, is smaller than 2 × 2, has a number that is not finite, or the labels do not fit.</exception>
    public static Chart HeatMap(Matrix<double> kernel, string name = "Kernel", IReadOnlyList<string>? labels = null)
    {
        var n = kernel.RowCount;
        RequireKernel(name, kernel);
        if (labels is not null && labels.Count != n)
        {
            throw new NtkDslException(ChartMessages.LabelsDiffer(n, labels.Count));
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => labels?[i], StringComparer.Ordinal)];
        List<PointGroup> groups = labels is null ? [] : Groups([.. order.Select(i => labels[i])]);
        var perCell = (n + MostCells - 1) / MostCells;
        var largest = kernel.Enumerate().Max(Math.Abs);
        var (low, high) = (WithoutRounding(kernel.Enumerate().Min()), WithoutRounding(kernel.Enumerate().Max()));
        double WithoutRounding(double value) => Math.Abs(value) > Precision.DoublePrecision * largest ? value : 0;
        var diverges = low < -MarkedlyNegative * largest;
        var drawing = new Drawing(name, height: 390, legend: false);
        drawing.Model.PlotType = PlotType.Cartesian;
        drawing.Model.Axes.Add(PointAxis(AxisPosition.Bottom, groups, n));
        drawing.Model.Axes.Add(PointAxis(AxisPosition.Left, groups, n));
        drawing.Model.Axes.Add(diverges ? Axes.Color(Colors.Diverging, -largest, largest)
            : Axes.Color(Colors.Sequential, low, high > low ? high : low + Math.Max(1, Math.Abs(low))));
        drawing.Model.Series.Add(Cells(kernel, order, perCell));
        foreach (var border in groups.Skip(1).SelectMany(group => Borders(group.Start)))
        {
            drawing.Model.Annotations.Add(border);
        }

        return new(name, DescribeHeatMap(name, n, perCell, low, high, groups), drawing);
    }

    private static HeatMapSeries Cells(Matrix<double> kernel, int[] order, int perCell)
    {
        var cells = (order.Length + perCell - 1) / perCell;
        var means = new double[cells, cells];
        for (var i = 0; i < cells; i++)
        {
            for (var j = 0; j < cells; j++)
            {
                var (rows, columns) = (Block(i), Block(j));
                means[j, i] = rows.Average(row => columns.Average(column => kernel[row, column]));
            }
        }

        // The last cell may stand for fewer points, yet is drawn as large as the others.
        var (first, last) = ((1 + perCell) / 2.0, ((cells - 0.5) * perCell) + 0.5);
        return new() { Data = means, X0 = first, X1 = last, Y0 = first, Y1 = last, Interpolate = false, RenderMethod = HeatMapRenderMethod.Bitmap };

        ArraySegment<int> Block(int cell) => new(order, cell * perCell, Math.Min(perCell, order.Length - (cell * perCell)));
    }

    private static LinearAxis PointAxis(AxisPosition position, List<PointGroup> groups, int n)
    {
        var axis = Axes.Styled(groups.Count == 0 ? new LinearAxis { MinimumMajorStep = 1 } : new GroupAxis(groups, n), position, groups.Count == 0 ? "point" : "");
        (axis.Minimum, axis.Maximum, axis.MajorGridlineStyle, axis.AxislineStyle) = (0.5, n + 0.5, LineStyle.None, LineStyle.None);
        if (position == AxisPosition.Left)
        {
            // The first row is on top, as in a matrix.
            (axis.StartPosition, axis.EndPosition) = (1, 0);
        }

        return axis;
    }

    private static List<PointGroup> Groups(string[] sorted) => [.. sorted.Index().GroupBy(label => label.Item)
        .Select(group => new PointGroup(group.Key, group.First().Index, group.Count()))];

    private static IEnumerable<LineAnnotation> Borders(int start) => new[] { LineAnnotationType.Vertical, LineAnnotationType.Horizontal }.Select(type =>
        new LineAnnotation { Type = type, X = start + 0.5, Y = start + 0.5, Color = OxyColors.White, StrokeThickness = 1.5, LineStyle = LineStyle.Solid });

    private static string DescribeHeatMap(string name, int n, int perCell, double low, double high, List<PointGroup> groups)
    {
        var cell = perCell == 1 ? "" : $" Each cell is the mean of up to {perCell} × {perCell} pairs.";
        var order = groups.Count == 0 ? "" : $" The points are ordered by label: {string.Join(", ", groups.Select(group => $"{group.Label} ({group.Count})"))}.";
        return $"Heat map of {name} among {n} points, with values from {Axes.Number(low)} to {Axes.Number(high)}.{cell}{order}";
    }

    private static void RequireKernel(string name, Matrix<double> kernel)
    {
        if (kernel.RowCount != kernel.ColumnCount || kernel.RowCount < 2)
        {
            throw new NtkDslException(ChartMessages.NotSquare(name, kernel.RowCount, kernel.ColumnCount));
        }

        RequireFinite(name, kernel.Enumerate());
    }
}
