using System.Buffers;
using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>Nodes and weights for ∫ F(z) φ(z) dz, one such integral after the other, by Gauss–Legendre panels.</summary>
internal sealed class GaussianRule : IDisposable
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

    private const int FirstCapacity = 1 << 13;
    private const int ChunkLength = 256;

    private static readonly double[] Shells = [-Horizon, -4, -2, 2, 4, Horizon];

    private readonly List<double> ends = [];
    private double[] nodes = ArrayPool<double>.Shared.Rent(FirstCapacity);
    private double[] weights = ArrayPool<double>.Shared.Rent(FirstCapacity);

    public int Count { get; private set; }

    public ReadOnlyMemory<double> NodeMemory => nodes.AsMemory(0, Count);

    public ReadOnlySpan<double> Nodes => nodes.AsSpan(0, Count);

    /// <summary>The weight of each node: its share of the length, times φ(z) once <see cref="Weigh"/> has run.</summary>
    public ReadOnlySpan<double> Weights => weights.AsSpan(0, Count);

    /// <summary>Adds an integral with panels that grow from the given scale around a centre, where F may have a kink.</summary>
    public void Add(double centre, double scale) => Add([centre], [scale]);

    /// <summary>Adds an integral with panels that grow around several centres, each with its scale.</summary>
    public void Add(ReadOnlySpan<double> centres, ReadOnlySpan<double> scales)
    {
        ends.Clear();
        ends.AddRange(Shells);
        for (var i = 0; i < centres.Length; i++)
        {
            if (Math.Abs(centres[i]) < Horizon)
            {
                AddGrading(centres[i], Math.Clamp(scales[i], FinestScale, 1));
            }
        }

        ends.Sort();
        Reserve(ends.Count * NodesPerPanel);
        var unitNodes = GaussLegendre.Rule(NodesPerPanel).Nodes.AsSpan();
        var unitWeights = GaussLegendre.Rule(NodesPerPanel).Weights.AsSpan();
        for (var panel = 1; panel < ends.Count; panel++)
        {
            var (middle, half) = ((ends[panel] + ends[panel - 1]) / 2, (ends[panel] - ends[panel - 1]) / 2);
            for (var k = 0; half > 0 && k < NodesPerPanel; k++)
            {
                (nodes[Count], weights[Count]) = (middle + (half * unitNodes[k]), half * unitWeights[k]);
                Count++;
            }
        }
    }

    /// <summary>Multiplies the weights by φ(z), to be called once, at the end.</summary>
    public void Weigh()
    {
        Span<double> buffer = stackalloc double[ChunkLength];
        for (var first = 0; first < Count; first += ChunkLength)
        {
            var z = Nodes.Slice(first, Math.Min(ChunkLength, Count - first));
            var density = buffer[..z.Length];
            TensorPrimitives.Multiply(z, z, density);
            TensorPrimitives.Multiply(density, -0.5, density);
            VectorMath.Exp(density, density);
            TensorPrimitives.Multiply(density, 1 / Math.Sqrt(2 * Math.PI), density);
            var chunk = weights.AsSpan(first, z.Length);
            TensorPrimitives.Multiply(chunk, density, chunk);
        }
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(nodes);
        ArrayPool<double>.Shared.Return(weights);
    }

    private void Reserve(int more)
    {
        if (Count + more > nodes.Length)
        {
            nodes = Grown(nodes);
            weights = Grown(weights);
        }
    }

    private double[] Grown(double[] array)
    {
        var larger = ArrayPool<double>.Shared.Rent(2 * array.Length);
        array.AsSpan(0, Count).CopyTo(larger);
        ArrayPool<double>.Shared.Return(array);
        return larger;
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
