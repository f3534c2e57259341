namespace NtkDsl;

/// <summary>
/// One side of a dual at all points of a data set, and at nodes between which it can be interpolated: in the variance of u, or,
/// if f has slots, in K₀(x, x), of which they and the variance are functions.
/// </summary>
internal sealed class DualPoints
{
    private const int KinkChecks = 6;

    private readonly Func<double[], DualNodes> atNodes;

    private DualPoints(DualNodes all, double[] axis, Func<double[], DualNodes> atNodes) => (All, Axis, this.atNodes) = (all, axis, atNodes);

    /// <summary>The range of the variances if nothing else matters, so that a table for it serves other data too.</summary>
    public VarianceRange? Range { get; private init; }

    /// <summary>Every point a node.</summary>
    public DualNodes All { get; }

    /// <summary>The variance or K₀(x, x) of each point.</summary>
    public double[] Axis { get; }

    /// <summary>
    /// Whether the only kinks are at 0: those elsewhere come together with the other side's at an angle of their own for each pair, near which no polynomial holds.
    /// </summary>
    public bool KinksAreAtZero => !All.HasKink || Sample(KinkChecks).All(i => Array.TrueForAll(All.Kinks(i), kink => kink == 0));

    /// <summary>A side without slots.</summary>
    public static DualPoints ByVariance(DualNodes all)
    {
        double[] variances = [.. all.Sigmas.Select(sigma => sigma * sigma)];
        return new(all, variances, others => AtVariances(all.Function, others)) { Range = VarianceRange.Of(variances) };
    }

    /// <summary>Points all over a range of variances.</summary>
    public static DualPoints Over(VarianceRange range, Lambda function)
    {
        var variances = range.Sample();
        return new(AtVariances(function, variances), variances, others => AtVariances(function, others));
    }

    /// <summary>A side whose variance and slots follow from K₀(x, x).</summary>
    public static DualPoints ByNorm(DualNodes all, double[] squaredNorms, Func<double[], DualNodes> atNorms) => new(all, squaredNorms, atNorms);

    /// <summary>The indices of a few points, spread over all.</summary>
    public IEnumerable<int> Sample(int size) => Enumerable.Range(0, size).Select(k => (int)((k + 0.5) / size * All.Count));

    /// <summary>Nodes of which the points are combinations.</summary>
    /// <param name="count">How many, if the points are not fewer.</param>
    public (InterpolationAxis Axis, DualNodes Nodes) Expand(int count)
    {
        var expansion = InterpolationAxis.Of(Axis, count);
        return (expansion, atNodes(expansion.Nodes));
    }

    private static DualNodes AtVariances(Lambda function, double[] variances) =>
        new(function, [.. variances.Select(Math.Sqrt)], [.. variances.Select(_ => Array.Empty<double>())]);
}
