using MathNet.Numerics.LinearAlgebra;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NtkDsl;

/// <content>Predictions over one feature.</content>
public sealed partial class Chart
{
    /// <summary>A posterior over a line: its mean, a band of two standard deviations either way, the data, and a few functions drawn from it.</summary>
    /// <param name="places">Where the posterior was taken, in ascending order.</param>
    /// <param name="posterior">The posterior at these places, of one output.</param>
    /// <param name="x">The places of the data.</param>
    /// <param name="y">Their values.</param>
    /// <param name="samples">How many functions to draw.</param>
    /// <param name="seed">The same seed draws the same functions.</param>
    /// <param name="xName">What the feature is called, with its unit.</param>
    /// <param name="yName">What the target is called, with its unit.</param>
    /// <exception cref="NtkDslException">Numbers of points differ, or a number is not finite.</exception>
    public static Chart Posterior(
        IReadOnlyList<double> places,
        Posterior posterior,
        IReadOnlyList<double> x,
        IReadOnlyList<double> y,
        int samples = 3,
        int seed = 0,
        string xName = "x",
        string yName = "y")
    {
        RequirePosterior(places, posterior, x, y);
        var (mean, deviation) = (posterior.Mean.Column(0), posterior.Variance.PointwiseSqrt());
        RequireFinite("A posterior", mean.Concat(deviation).Concat(places));
        var drawing = new Drawing($"{yName} over {xName}");
        drawing.Model.Axes.Add(Axes.Linear(AxisPosition.Bottom, xName));
        drawing.Model.Axes.Add(Axes.Linear(AxisPosition.Left, yName));
        drawing.Model.Series.Add(Band(places, mean - (2 * deviation), mean + (2 * deviation)));
        foreach (var (number, sample) in posterior.Sample(samples, seed).Index())
        {
            drawing.Model.Series.Add(Line(number == 0 ? "samples" : null, places, sample.Column(0), Colors.Faint(Colors.Ink, 0x90), 1, LineStyle.Dash));
        }

        drawing.Model.Series.Add(Line("mean", places, mean, Colors.Blue, 2.5, LineStyle.Solid));
        drawing.Model.Series.Add(Data(x, y));
        return new(drawing.Model.Title, DescribePosterior(places, mean, deviation, x.Count, samples), drawing);
    }

    private static AreaSeries Band(IReadOnlyList<double> places, Vector<double> lower, Vector<double> upper)
    {
        var band = new AreaSeries { Title = "± 2 s.d.", Color = OxyColors.Transparent, Fill = Colors.Faint(Colors.Blue) };
        band.Points.AddRange(places.Zip(lower, (at, value) => new DataPoint(at, value)));
        band.Points2.AddRange(places.Zip(upper, (at, value) => new DataPoint(at, value)));
        return band;
    }

    private static LineSeries Line(string? title, IReadOnlyList<double> places, Vector<double> values, OxyColor color, double thickness, LineStyle style)
    {
        var line = new LineSeries { Title = title, Color = color, StrokeThickness = thickness, LineStyle = style };
        line.Points.AddRange(places.Zip(values, (at, value) => new DataPoint(at, value)));
        return line;
    }

    private static string DescribePosterior(IReadOnlyList<double> places, Vector<double> mean, Vector<double> deviation, int data, int samples) =>
        $"Posterior from {Axes.Number(places[0])} to {Axes.Number(places[^1])}, given {data} data points: the mean lies between {Axes.Number(mean.Minimum())} and {Axes.Number(mean.Maximum())}, its standard deviation between {Axes.Number(deviation.Minimum())} and {Axes.Number(deviation.Maximum())}. {samples} functions are drawn from it.";

    private static void RequirePosterior(IReadOnlyList<double> places, Posterior posterior, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (places.Count != posterior.Mean.RowCount)
        {
            throw new NtkDslException(ChartMessages.PosteriorShape(places.Count, posterior.Mean.RowCount));
        }

        if (x.Count != y.Count)
        {
            throw new NtkDslException(ChartMessages.DataShape(x.Count, y.Count));
        }

        RequireFinite("The data", x.Concat(y));
    }
}
