using OxyPlot.Axes;

namespace NtkDsl;

/// <summary>Consecutive points with one label, counted from 0.</summary>
internal sealed record PointGroup(string Label, int Start, int Count)
{
    /// <summary>The middle on an axis that counts points from 1.</summary>
    public double Centre => Start + ((Count + 1) / 2.0);
}

/// <summary>An axis of points that names their groups instead of counting them; of groups too narrow for a name some are left out.</summary>
internal sealed class GroupAxis(IReadOnlyList<PointGroup> groups, int points) : LinearAxis
{
    private const int LongestLabel = 10;

    /// <summary>A line of text is about a twentieth of a picture high, and a label of usual length twice as wide.</summary>
    private readonly double leastDistance = points * 0.07;

    public override void GetTickValues(out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        var values = new List<double>();
        foreach (var centre in groups.Select(group => group.Centre).Where(centre => values.Count == 0 || centre - values[^1] >= Distance))
        {
            values.Add(centre);
        }

        (majorLabelValues, majorTickValues, minorTickValues) = (values, values, []);
    }

    protected override string FormatValueOverride(double x)
    {
        var label = groups.MinBy(group => Math.Abs(group.Centre - x))!.Label;
        return label.Length <= LongestLabel ? label : $"{label[..(LongestLabel - 1)]}…";
    }

    private double Distance => Position == AxisPosition.Left ? leastDistance : leastDistance * Math.Max(1, Math.Min(LongestLabel, groups.Max(group => group.Label.Length)) / 2.5);
}
