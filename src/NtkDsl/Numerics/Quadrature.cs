using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>A rule ∫ f dμ ≈ Σ wᵢ f(xᵢ), nodes ascending.</summary>
internal sealed record Quadrature(ImmutableArray<double> Nodes, ImmutableArray<double> Weights)
{
    /// <summary>The number of nodes n; a Gauss rule is exact for polynomials of degree 2n − 1.</summary>
    internal int Count => Nodes.Length;

    /// <summary>Σ wᵢ f(xᵢ).</summary>
    internal double Integrate(Func<double, double> f)
    {
        double sum = 0;
        for (int i = 0; i < Nodes.Length; i++) sum += Weights[i] * f(Nodes[i]);
        return sum;
    }

    /// <summary>The rule that is symmetric about 0 and has the given nodes, ascending, in its upper half (0 included if n is odd).</summary>
    internal static Quadrature Symmetric(int count, ReadOnlySpan<double> upperNodes, ReadOnlySpan<double> upperWeights)
    {
        double[] nodes = new double[count], weights = new double[count];
        for (int i = 0; i < upperNodes.Length; i++)
        {
            int above = count - upperNodes.Length + i;
            (nodes[count - 1 - above], weights[count - 1 - above]) = (-upperNodes[i], upperWeights[i]);
            (nodes[above], weights[above]) = (upperNodes[i], upperWeights[i]);
        }
        return new Quadrature([.. nodes], [.. weights]);
    }
}
