namespace NtkDsl;

/// <summary>
/// Values of many points, such as their variances, as combinations of a few nodes: the values themselves if there are few, else
/// Chebyshev nodes in the logarithm, on which scale functions of a standard deviation change their shape.
/// </summary>
internal sealed class InterpolationAxis
{
    /// <summary>How many lanes may be read beyond the last point.</summary>
    public const int Padding = 8;

    private readonly double[][] weights;

    private readonly int interpolated;

    /// <summary>The centre and the radius of the nodes in the logarithm.</summary>
    private readonly (double Centre, double Radius) logarithm;

    private InterpolationAxis(double[] nodes, int interpolated, (double Centre, double Radius) logarithm, ReadOnlySpan<double> values)
    {
        (Nodes, this.interpolated, this.logarithm, PointCount) = (nodes, interpolated, logarithm, values.Length);
        weights = [.. nodes.Select(_ => new double[PointCount + Padding])];
        for (var i = 0; i < values.Length; i++)
        {
            Weigh(values[i], i);
        }
    }

    /// <summary>The values at the nodes.</summary>
    public double[] Nodes { get; }

    /// <summary>The number of points.</summary>
    public int PointCount { get; }

    /// <summary>True if every point is a node, so that nothing is interpolated.</summary>
    public bool IsExact => interpolated == 0;

    /// <summary>An axis for these values.</summary>
    /// <param name="values">One per point, ≥ 0.</param>
    /// <param name="count">The number of Chebyshev nodes. If the distinct values are no more than that, they are the nodes.</param>
    public static InterpolationAxis Of(ReadOnlySpan<double> values, int count)
    {
        var distinct = values.ToArray().Distinct().Order().ToArray();
        if (distinct.Length <= count)
        {
            return new(distinct, 0, default, values);
        }

        // A point of variance 0 is a node of its own: it has no logarithm.
        var zeros = distinct[0] == 0 ? 1 : 0;
        var (low, high) = (Math.Log(distinct[zeros]), Math.Log(distinct[^1]));
        var (centre, radius) = ((low + high) / 2, (high - low) / 2);
        var nodes = Enumerable.Range(0, count).Select(k => Math.Exp(centre + (radius * Chebyshev.Node(k, count))));
        return new([.. nodes, .. distinct.Take(zeros)], count, (centre, radius), values);
    }

    /// <summary>The same nodes for other points, which are not beyond those for which the axis was made.</summary>
    public InterpolationAxis For(ReadOnlySpan<double> values) => new(Nodes, interpolated, logarithm, values);

    /// <summary>Whether a function of the node can be interpolated.</summary>
    /// <param name="value">Its value at the k-th node, of order 1.</param>
    /// <param name="tail">How large the last Chebyshev coefficients may be.</param>
    public bool IsResolved(Func<int, double> value, double tail) =>
        IsExact || Chebyshev.IsResolved([.. Enumerable.Range(0, interpolated).Select(value)], tail);

    /// <summary>The weights of a node for all points, followed by zeros.</summary>
    public double[] Weights(int node) => weights[node];

    /// <summary>Σ weight·value over the nodes, for each point.</summary>
    public double[] Interpolate(IReadOnlyList<double> valuesAtNodes)
    {
        var result = new double[PointCount];
        for (var node = 0; node < Nodes.Length; node++)
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] += weights[node][i] * valuesAtNodes[node];
            }
        }

        return result;
    }

    private void Weigh(double value, int point)
    {
        if (value > 0 && !IsExact)
        {
            Barycentric((Math.Log(value) - logarithm.Centre) / logarithm.Radius, point);
        }
        else
        {
            weights[Array.IndexOf(Nodes, value)][point] = 1;
        }
    }

    /// <summary>Lagrange's polynomials of the Chebyshev nodes at x, in barycentric form.</summary>
    private void Barycentric(double x, int point)
    {
        double total = 0;
        for (var k = 0; k < interpolated; k++)
        {
            var node = Chebyshev.Node(k, interpolated);
            if (x == node)
            {
                for (var other = 0; other < interpolated; other++)
                {
                    weights[other][point] = other == k ? 1 : 0;
                }

                return;
            }

            weights[k][point] = (k % 2 == 0 ? 1 : -1) * Math.Sin(Math.PI * (k + 0.5) / interpolated) / (x - node);
            total += weights[k][point];
        }

        for (var k = 0; k < interpolated; k++)
        {
            weights[k][point] /= total;
        }
    }
}
