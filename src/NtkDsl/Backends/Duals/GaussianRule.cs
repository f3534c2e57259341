using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NtkDsl;

/// <summary>Nodes and weights for ∫ F(z) φ(z) dz, one such integral after the other, by Gauss–Legendre panels.</summary>
internal sealed class GaussianRule
{
    private const int NodesPerPanel = 20;
    private const double Horizon = 9;

    /// <summary>Each panel is so many times as long as its inner neighbour: 20 nodes resolve functions on the scale of their panel.</summary>
    private const double Growth = 4;
    private const double GradingReach = 3;

    // Grading points closer than this to a shell, in units of their distance to the centre, are left out.
    private const double Crowding = 0.25;

    // What lies below carries too little probability to count.
    private const double FinestScale = 1e-15;

    private static readonly double[] Shells = [-Horizon, -4, -2, 2, 4, Horizon];

    private readonly List<double> nodes = [];
    private readonly List<double> lengths = [];
    private readonly List<double> ends = [];

    public int Count => nodes.Count;

    public ReadOnlySpan<double> Nodes => CollectionsMarshal.AsSpan(nodes);

    /// <summary>Adds an integral with panels that grow from the given scale around a centre, where F may have a kink.</summary>
    public void Add(double centre, double scale)
    {
        ends.Clear();
        ends.AddRange(Shells);
        if (Math.Abs(centre) < Horizon)
        {
            AddGrading(centre, Math.Clamp(scale, FinestScale, 1));
        }

        ends.Sort();
        var rule = GaussLegendre.Rule(NodesPerPanel);
        for (var panel = 1; panel < ends.Count; panel++)
        {
            var (middle, half) = ((ends[panel] + ends[panel - 1]) / 2, (ends[panel] - ends[panel - 1]) / 2);
            for (var k = 0; half > 0 && k < NodesPerPanel; k++)
            {
                nodes.Add(middle + (half * rule.Nodes[k]));
                lengths.Add(half * rule.Weights[k]);
            }
        }
    }

    /// <summary>The weight of each node: its share of the length, times φ(z).</summary>
    public double[] Weights()
    {
        var weights = new double[Count];
        TensorPrimitives.Multiply(Nodes, Nodes, weights);
        TensorPrimitives.Multiply(weights, -0.5, weights);
        VectorMath.Exp(weights, weights);
        TensorPrimitives.Multiply(weights, CollectionsMarshal.AsSpan(lengths), weights);
        TensorPrimitives.Multiply(weights, 1 / Math.Sqrt(2 * Math.PI), weights);
        return weights;
    }

    private void AddGrading(double centre, double scale)
    {
        ends.Add(centre);
        for (var distance = scale; distance < GradingReach; distance *= Growth)
        {
            AddInside(centre - distance, Crowding * distance);
            AddInside(centre + distance, Crowding * distance);
        }
    }

    private void AddInside(double end, double distance)
    {
        if (Math.Abs(end) < Horizon && !Array.Exists(Shells, shell => Math.Abs(shell - end) < distance))
        {
            ends.Add(end);
        }
    }
}
