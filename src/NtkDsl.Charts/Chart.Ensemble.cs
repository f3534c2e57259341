using MathNet.Numerics.LinearAlgebra;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NtkDsl;

/// <content>Trained networks beside the theory of infinite width.</content>
public sealed partial class Chart
{
    /// <summary>
    /// Trained networks over a line: the ensemble at infinite width as its mean and a band of two standard deviations either way, and the
    /// mean of finite networks and their two standard deviations as dashed lines.
    /// </summary>
    /// <param name="places">Where the ensembles were taken, in ascending order.</param>
    /// <param name="theory">The ensemble at infinite width at these places, of one output.</param>
    /// <param name="networks">The finite networks, with these places as their test points.</param>
    /// <param name="x">The places of the training data.</param>
    /// <param name="y">Their targets.</param>
    /// <param name="xName">What the feature is called, with its unit.</param>
    /// <param name="yName">What the target is called, with its unit.</param>
    /// <exception cref="NtkDslException">Numbers of points differ, or a number is not finite.</exception>
    public static Chart Ensemble(
        IReadOnlyList<double> places,
        Posterior theory,
        FiniteEnsemble networks,
        IReadOnlyList<double> x,
        IReadOnlyList<double> y,
        string xName = "x",
        string yName = "y")
    {
        RequirePosterior(places, theory, x, y);
        if (networks.Mean.RowCount != places.Count)
        {
            throw new NtkDslException(ChartMessages.PosteriorShape(places.Count, networks.Mean.RowCount));
        }

        var (mean, deviation) = (theory.Mean.Column(0), theory.Variance.PointwiseSqrt());
        var (ofNetworks, spread) = (networks.Mean.Column(0), networks.Variance.Column(0).PointwiseSqrt());
        RequireFinite("An ensemble", mean.Concat(deviation).Concat(places));
        var drawing = new Drawing($"{networks.Predictions.Count} networks and infinite width");
        drawing.Model.Axes.Add(Axes.Linear(AxisPosition.Bottom, xName));
        drawing.Model.Axes.Add(Axes.Linear(AxisPosition.Left, yName));
        drawing.Model.Series.Add(Band(places, mean - (2 * deviation), mean + (2 * deviation)));
        drawing.Model.Series.Add(Line("infinite width", places, mean, Colors.Blue, 2.5, LineStyle.Solid));
        foreach (var (name, curve) in Curves(ofNetworks, spread))
        {
            drawing.Model.Series.Add(Line(name, places, curve, Colors.Vermilion, name is null ? 1 : 2, LineStyle.Dash));
        }

        drawing.Model.Series.Add(Data(x, y));
        return new(drawing.Model.Title, DescribeEnsemble(places, mean, ofNetworks, networks.Predictions.Count), drawing);
    }

    /// <summary>The mean, which the legend names, and two standard deviations either way, which it does not.</summary>
    private static IEnumerable<(string? Name, Vector<double> Curve)> Curves(Vector<double> mean, Vector<double> deviation) =>
        [("networks", mean), (null, mean - (2 * deviation)), (null, mean + (2 * deviation))];

    private static ScatterSeries Data(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var data = new ScatterSeries { Title = "data", MarkerType = MarkerType.Circle, MarkerSize = 3.5, MarkerFill = Colors.Ink };
        data.Points.AddRange(x.Zip(y, (at, value) => new ScatterPoint(at, value)));
        return data;
    }

    private static string DescribeEnsemble(IReadOnlyList<double> places, Vector<double> mean, Vector<double> ofNetworks, int count) =>
        $"Trained networks from {Axes.Number(places[0])} to {Axes.Number(places[^1])}: the mean at infinite width lies between {Axes.Number(mean.Minimum())} and {Axes.Number(mean.Maximum())}, that of {count} finite networks between {Axes.Number(ofNetworks.Minimum())} and {Axes.Number(ofNetworks.Maximum())}; the means differ by at most {Axes.Number((mean - ofNetworks).AbsoluteMaximum())}.";
}
