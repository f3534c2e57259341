using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace NtkDsl;

/// <content>Which features matter.</content>
public sealed partial class Chart
{
    private const int MostBars = 20;
    private const double BarHeight = 22;
    private const double AroundBars = 110;
    private const int LongestName = 16;

    /// <summary>
    /// The relevances of features as bars, the largest first: each feature's share in their sum. Of more than 20 features the first 20 are drawn, and
    /// the description says how many are left out.
    /// </summary>
    /// <param name="relevances">What a fit found, <see cref="FitReport{TModel}.Relevances"/>.</param>
    /// <exception cref="NtkDslException">There are none.</exception>
    public static Chart Relevances(IReadOnlyList<FeatureRelevance> relevances)
    {
        const string Title = "Relevance of the features";
        if (relevances.Count == 0)
        {
            throw new NtkDslException(ChartMessages.NoRelevances);
        }

        FeatureRelevance[] shown = [.. relevances.OrderByDescending(relevance => relevance.Share).Take(MostBars)];
        var drawing = new Drawing(Title, AroundBars + (BarHeight * shown.Length), legend: false);
        var names = Axes.Styled(new CategoryAxis { StartPosition = 1, EndPosition = 0, GapWidth = 0.4 }, AxisPosition.Left, "");
        names.MajorGridlineStyle = LineStyle.None;
        names.Labels.AddRange(shown.Select(relevance => Shortened(relevance.Name)));
        drawing.Model.Axes.Add(names);
        var shares = Axes.Linear(AxisPosition.Bottom, "share of the relevance");
        shares.LabelFormatter = share => $"{Axes.Number(100 * share)} %";
        (shares.Minimum, shares.MinimumPadding) = (0, 0);
        drawing.Model.Axes.Add(shares);
        var bars = new BarSeries { FillColor = Colors.Blue };
        bars.Items.AddRange(shown.Select((relevance, place) => new BarItem(relevance.Share, place)));
        drawing.Model.Series.Add(bars);
        return new(Title, DescribeRelevances(relevances.Count, shown), drawing);
    }

    private static string Shortened(string name) => name.Length > LongestName ? $"{name[..(LongestName - 1)]}…" : name;

    private static string DescribeRelevances(int count, FeatureRelevance[] shown)
    {
        var shares = string.Join(", ", shown.Select(relevance => $"{relevance.Name} {Axes.Number(Math.Round(100 * relevance.Share, 1))} %"));
        var others = count == shown.Length ? "" : $" The {count - shown.Length} least relevant of {count} features are left out.";
        return $"How much each feature contributes, the largest first: {shares}.{others}";
    }
}
