using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NtkDsl;

/// <content>Training in theory and in fact.</content>
public sealed partial class Chart
{
    private const double LeastSpanOfLogarithm = 30;
    private const int MostPoints = 24;

    /// <summary>
    /// Training losses over time, on a logarithmic scale: the theory as a line; trained networks as the mean at some of the times, and a
    /// band that holds the middle four fifths of them. Time is on a logarithmic scale if it spans more than a factor of 30.
    /// </summary>
    /// <param name="times">Ascending times, in the units of the theory: steps times learning rate for gradient descent.</param>
    /// <param name="theory">The expected loss at each time.</param>
    /// <param name="networks">The losses of each network at each time; none for the theory alone.</param>
    /// <exception cref="NtkDslException">There are fewer than two times, a curve has another length, or a number is not finite.</exception>
    public static Chart Loss(IReadOnlyList<double> times, IReadOnlyList<double> theory, params IReadOnlyList<IReadOnlyList<double>> networks)
    {
        RequireCurves(times, [theory, .. networks]);
        var logarithmic = times[^1] > LeastSpanOfLogarithm * times.First(time => time > 0);
        int[] shown = [.. Enumerable.Range(0, times.Count).Where(i => times[i] > 0 || !logarithmic)];
        var title = networks.Count > 0 ? "Training loss: theory and networks" : "Training loss";
        var drawing = new Drawing(title);
        drawing.Model.Axes.Add(logarithmic ? Axes.Logarithmic(AxisPosition.Bottom, "time t = learning rate × steps") : Axes.Linear(AxisPosition.Bottom, "time t = learning rate × steps"));
        drawing.Model.Axes.Add(Axes.Logarithmic(AxisPosition.Left, "loss ½ Σ (f − y)²"));
        if (networks.Count > 1)
        {
            drawing.Model.Series.Add(LossBand(times, networks, shown));
        }

        drawing.Model.Series.Add(LossOfTheory(times, theory, shown));
        if (networks.Count > 0)
        {
            drawing.Model.Series.Add(LossOfNetworks(times, networks, Thinned(times, shown, logarithmic)));
        }

        return new(title, DescribeLoss(times, theory, networks), drawing);
    }

    private static AreaSeries LossBand(IReadOnlyList<double> times, IReadOnlyList<IReadOnlyList<double>> networks, int[] shown)
    {
        var band = new AreaSeries { Title = "middle 80 %", Color = OxyColors.Transparent, Fill = Colors.Faint(Colors.Vermilion) };
        foreach (var i in shown)
        {
            double[] sorted = [.. networks.Select(losses => losses[i]).Order()];
            band.Points.Add(new(times[i], Quantile(sorted, 0.1)));
            band.Points2.Add(new(times[i], Quantile(sorted, 0.9)));
        }

        return band;
    }

    private static LineSeries LossOfTheory(IReadOnlyList<double> times, IReadOnlyList<double> theory, int[] shown)
    {
        var line = new LineSeries { Title = "infinite width", Color = Colors.Blue, StrokeThickness = 2.5 };
        line.Points.AddRange(shown.Select(i => new DataPoint(times[i], theory[i])));
        return line;
    }

    private static ScatterSeries LossOfNetworks(IReadOnlyList<double> times, IReadOnlyList<IReadOnlyList<double>> networks, IEnumerable<int> shown)
    {
        var points = new ScatterSeries
        {
            Title = networks.Count == 1 ? "one network" : $"mean of {networks.Count} networks",
            MarkerType = MarkerType.Circle,
            MarkerSize = 3.5,
            MarkerFill = Colors.Vermilion,
        };
        points.Points.AddRange(shown.Select(i => new ScatterPoint(times[i], networks.Average(losses => losses[i]))));
        return points;
    }

    /// <summary>Some of the times, about equally far apart in the picture.</summary>
    private static IEnumerable<int> Thinned(IReadOnlyList<double> times, int[] shown, bool logarithmic)
    {
        double Place(int i) => logarithmic ? Math.Log(times[i]) : times[i];
        var least = (Place(shown[^1]) - Place(shown[0])) / MostPoints;
        var last = double.NegativeInfinity;
        foreach (var i in shown.Where(i => Place(i) - last >= least * (1 - 1e-9)))
        {
            last = Place(i);
            yield return i;
        }
    }

    private static double Quantile(double[] sorted, double p)
    {
        var place = p * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    private static string DescribeLoss(IReadOnlyList<double> times, IReadOnlyList<double> theory, IReadOnlyList<IReadOnlyList<double>> networks) =>
        $"Training loss from time {Axes.Number(times[0])} to {Axes.Number(times[^1])}. At infinite width it goes from {Axes.Number(theory[0])} to {Axes.Number(theory[^1])}"
        + (networks.Count == 0 ? "." : $", in the mean of {networks.Count} trained networks from {Axes.Number(networks.Average(losses => losses[0]))} to {Axes.Number(networks.Average(losses => losses[^1]))}.");

    private static void RequireCurves(IReadOnlyList<double> times, IReadOnlyList<IReadOnlyList<double>> curves)
    {
        if (times.Count < 2 || !(times[^1] > 0))
        {
            throw new NtkDslException(ChartMessages.TooFewTimes);
        }

        if (curves.FirstOrDefault(curve => curve.Count != times.Count) is { } other)
        {
            throw new NtkDslException(ChartMessages.LossesDiffer(times.Count, other.Count));
        }

        RequireFinite("A loss curve", curves.SelectMany(curve => curve).Concat(times));
    }
}
