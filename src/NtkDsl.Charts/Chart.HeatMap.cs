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

    private const double HeatMapHeight = 380;

    /// <summary>Below this fraction of the largest value, negative ones do not halve the range of colours for the others.</summary>
    private const double MarkedlyNegative = 0.1;

    /// <summary>Room for labels; what is left is a square.</summary>
    private static readonly OxyThickness HeatMapMargins = new(84, 2, 54, 52);

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
        var cells = Cells(kernel, order, perCell);
        var drawing = new Drawing(name, HeatMapHeight, legend: false);
        drawing.Model.PlotMargins = HeatMapMargins;
        drawing.Model.Axes.Add(PointAxis(AxisPosition.Bottom, groups, n));
        drawing.Model.Axes.Add(PointAxis(AxisPosition.Left, groups, n));
        drawing.Model.Axes.Add(ColorAxis(Range(cells.Data.Cast<double>())));
        drawing.Model.Series.Add(cells);
        foreach (var border in groups.Skip(1).SelectMany(group => Borders(group.Start)))
        {
            drawing.Model.Annotations.Add(border);
        }

        return new(name, DescribeHeatMap(name, n, perCell, Range(kernel.Enumerate()), groups), drawing);
    }

    /// <summary>The lowest and the highest value; what is rounding of 0 is 0.</summary>
    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        var rounding = Precision.DoublePrecision * Math.Max(Math.Abs(low), Math.Abs(high));
        return (Math.Abs(low) > rounding ? low : 0, Math.Abs(high) > rounding ? high : 0);
    }

    private static LinearColorAxis ColorAxis((double Low, double High) range)
    {
        var (low, high) = range;
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        return low < -MarkedlyNegative * largest ? Axes.Color(Colors.Diverging, -largest, largest)
            : Axes.Color(Colors.Sequential, low, high > low ? high : low + Math.Max(1, Math.Abs(low)));
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

    private static string DescribeHeatMap(string name, int n, int perCell, (double Low, double High) range, List<PointGroup> groups)
    {
        var cell = perCell == 1 ? "" : $" Each cell is the mean of up to {perCell} × {perCell} pairs.";
        var order = groups.Count == 0 ? "" : $" The points are ordered by label: {string.Join(", ", groups.Select(group => $"{group.Label} ({group.Count})"))}.";
        return $"Heat map of {name} among {n} points, with values from {Axes.Number(range.Low)} to {Axes.Number(range.High)}.{cell}{order}";
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
