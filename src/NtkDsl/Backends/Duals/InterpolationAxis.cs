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

    private InterpolationAxis(double[] nodes, int interpolated, double[][] weights) =>
        (Nodes, this.interpolated, this.weights) = (nodes, interpolated, weights);

    /// <summary>The values at the nodes.</summary>
    public double[] Nodes { get; }

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
            return new(distinct, 0, Exact(values, distinct));
        }

        // A point of variance 0 is a node of its own: it has no logarithm.
        var zeros = distinct[0] == 0 ? 1 : 0;
        var (low, high) = (Math.Log(distinct[zeros]), Math.Log(distinct[^1]));
        var (centre, radius) = ((low + high) / 2, (high - low) / 2);
        var nodes = Enumerable.Range(0, count).Select(k => Chebyshev.Node(k, count)).ToArray();
        var weights = NewWeights(count + zeros, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] == 0)
            {
                weights[count][i] = 1;
            }
            else
            {
                Barycentric((Math.Log(values[i]) - centre) / radius, nodes, weights, i);
            }
        }

        return new([.. nodes.Select(x => Math.Exp(centre + (radius * x))), .. distinct.Take(zeros)], count, weights);
    }

    /// <summary>Whether a function of the node can be interpolated.</summary>
    /// <param name="value">Its value at the k-th node, of order 1.</param>
    /// <param name="tail">How large the last Chebyshev coefficients may be.</param>
    public bool IsResolved(Func<int, double> value, double tail) =>
        IsExact || Chebyshev.IsResolved([.. Enumerable.Range(0, interpolated).Select(value)], tail);

    /// <summary>The weights of a node for all points, followed by zeros.</summary>
    public double[] Weights(int node) => weights[node];

    /// <summary>Σ weight·value over the nodes, for each point.</summary>
    public double[] Interpolate(IReadOnlyList<double> valuesAtNodes, int points)
    {
        var result = new double[points];
        for (var node = 0; node < Nodes.Length; node++)
        {
            for (var i = 0; i < points; i++)
            {
                result[i] += weights[node][i] * valuesAtNodes[node];
            }
        }

        return result;
    }

    private static double[][] Exact(ReadOnlySpan<double> values, double[] distinct)
    {
        var weights = NewWeights(distinct.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            weights[Array.BinarySearch(distinct, values[i])][i] = 1;
        }

        return weights;
    }

    private static double[][] NewWeights(int nodes, int points) => [.. Enumerable.Range(0, nodes).Select(_ => new double[points + Padding])];

    /// <summary>Lagrange's polynomials of the Chebyshev nodes at x, in barycentric form.</summary>
    private static void Barycentric(double x, double[] nodes, double[][] weights, int point)
    {
        double total = 0;
        for (var k = 0; k < nodes.Length; k++)
        {
            if (x == nodes[k])
            {
                for (var other = 0; other < nodes.Length; other++)
                {
                    weights[other][point] = other == k ? 1 : 0;
                }

                return;
            }

            weights[k][point] = (k % 2 == 0 ? 1 : -1) * Math.Sin(Math.PI * (k + 0.5) / nodes.Length) / (x - nodes[k]);
            total += weights[k][point];
        }

        for (var k = 0; k < nodes.Length; k++)
        {
            weights[k][point] /= total;
        }
    }
}
