using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NtkDsl;

/// <summary>A kernel matrix and what it is called.</summary>
/// <param name="Name">Its name in legends, such as "NTK Θ".</param>
/// <param name="Values">n × n.</param>
public sealed record NamedKernel(string Name, Matrix<double> Values);

/// <content>Eigenvalues of kernels.</content>
public sealed partial class Chart
{
    private const int MostMarkers = 60;

    private static readonly LineStyle[] Dashes = [LineStyle.Solid, LineStyle.Dash, LineStyle.Dot, LineStyle.DashDot];
    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>
    /// The eigenvalues of symmetric kernel matrices, largest first, over their index, both on logarithmic scales, on which a power law
    /// is a straight line. Those that are 0 to working precision are left out, and the description says how many.
    /// </summary>
    /// <param name="kernels">At most four kernels.</param>
    /// <exception cref="NtkDslException">There is no kernel, or one is not square, smaller than 2 × 2, not finite, or without positive eigenvalues.</exception>
    public static Chart Spectrum(params IReadOnlyList<NamedKernel> kernels)
    {
        if (kernels.Count == 0)
        {
            throw new NtkDslException(ChartMessages.NoKernels);
        }

        var names = string.Join(" and ", kernels.Select(kernel => kernel.Name));
        var drawing = new Drawing($"Spectrum of {names}");
        drawing.Model.Axes.Add(Axes.Logarithmic(AxisPosition.Bottom, "index of the eigenvalue"));
        drawing.Model.Axes.Add(Axes.Logarithmic(AxisPosition.Left, "eigenvalue"));
        var description = $"Eigenvalues of {names} in descending order, on logarithmic scales.";
        foreach (var (i, kernel) in kernels.Index())
        {
            RequireKernel(kernel.Name, kernel.Values);
            var values = PositiveEigenvalues(kernel);
            drawing.Model.Series.Add(Curve(kernel.Name, values, i));
            description += Describe(kernel, values);
        }

        return new(drawing.Model.Title, description, drawing);
    }

    private static double[] PositiveEigenvalues(NamedKernel kernel)
    {
        var values = kernel.Values.Evd(Symmetricity.Symmetric).EigenValues.Real();
        var rounding = 2 * values.Count * Precision.DoublePrecision * values.AbsoluteMaximum();
        double[] positive = [.. values.Where(value => value > rounding).OrderDescending()];
        return positive.Length > 0 ? positive : throw new NtkDslException(ChartMessages.NoEigenvalues(kernel.Name));
    }

    private static LineSeries Curve(string name, double[] values, int number)
    {
        var color = Colors.Curves[number % Colors.Curves.Count];
        var curve = new LineSeries
        {
            Title = name,
            Color = color,
            StrokeThickness = 2,
            LineStyle = Dashes[number % Dashes.Length],
            MarkerType = values.Length <= MostMarkers ? Markers[number % Markers.Length] : MarkerType.None,
            MarkerSize = 3,
            MarkerFill = color,
        };
        curve.Points.AddRange(values.Select((value, k) => new DataPoint(k + 1, value)));
        return curve;
    }

    private static string Describe(NamedKernel kernel, double[] values)
    {
        var zero = kernel.Values.RowCount - values.Length;
        return $" {kernel.Name}: {values.Length} from {Axes.Number(values[0])} to {Axes.Number(values[^1])}{(zero == 0 ? "" : $", and {zero} that are 0 to working precision")}.";
    }
}
