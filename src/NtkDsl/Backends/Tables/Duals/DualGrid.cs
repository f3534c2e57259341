using System.Buffers;
using System.Numerics.Tensors;

namespace NtkDsl;

/// <summary>
/// E f(u)g(v) for all pairs of nodes of two sides at one angle θ. With u = σᵤz and v = σᵥ(z cos θ + w sin θ) the integral over w is
/// done for every v-node once, G(z) = E_w g(v); then E = Σ f(σᵤz)G(z) over z is a matrix product over the nodes.
/// </summary>
/// <remarks>Gauss–Legendre panels, graded towards u = 0 and v = 0, where kinks are and functions of wide Gaussians change.</remarks>
internal static class DualGrid
{
    /// <summary>For each angle, rows for the nodes of <paramref name="left"/>.</summary>
    public static double[][,] At(DualNodes left, DualNodes right, double[] angles, CancellationToken cancellation)
    {
        var values = new double[angles.Length][,];
        var kinks = (left.KinksOverSigma, right.KinksOverSigma);
        Parallel.For(0, angles.Length, new ParallelOptions { CancellationToken = cancellation }, k => values[k] = At(left, right, kinks, angles[k], cancellation));
        return values;
    }

    /// <summary>E f(u)g(v), rows for the nodes of <paramref name="left"/>.</summary>
    public static double[,] At(DualNodes left, DualNodes right, double theta, CancellationToken cancellation) =>
        At(left, right, (left.KinksOverSigma, right.KinksOverSigma), theta, cancellation);

    private static double[,] At(DualNodes left, DualNodes right, (double[] OfLeft, double[] OfRight) kinksOverSigma, double theta, CancellationToken cancellation)
    {
        var (cosine, sine) = (Math.Cos(theta), Math.Sin(theta));
        var kinks = kinksOverSigma.OfRight;
        using var outer = NewOuter(left, right, kinksOverSigma, cosine, sine);
        using var inner = new GaussianRule();
        var ends = new int[outer.Count];
        var (centres, scales) = (new double[kinks.Length], new double[kinks.Length]);
        Array.Fill(scales, 1 / (right.LargestSigma * sine));
        for (var i = 0; i < outer.Count; i++)
        {
            // v = kσᵥ at w = (k − z cos θ)/sin θ; on its own scale g changes over 1/σᵥ.
            for (var k = 0; k < centres.Length; k++)
            {
                centres[k] = (kinks[k] - (outer.Nodes[i] * cosine)) / sine;
            }

            inner.Add(centres, scales);
            ends[i] = inner.Count;
        }

        inner.Weigh();
        using var arguments = MemoryPool<double>.Shared.Rent(inner.Count);
        using var values = MemoryPool<double>.Shared.Rent(inner.Count);
        FillArguments(outer.Nodes, inner.Nodes, ends, cosine, sine, arguments.Memory.Span);
        var f = Enumerable.Range(0, left.Count).Select(i => Values(left, i, outer.NodeMemory)).ToArray();
        var smoothed = new double[outer.Count];
        var result = new double[left.Count, right.Count];
        for (var j = 0; j < right.Count; j++)
        {
            right.Evaluate(j, arguments.Memory[..inner.Count], values.Memory, cancellation);
            Smooth(values.Memory.Span, inner.Weights, ends, smoothed);
            TensorPrimitives.Multiply(smoothed, outer.Weights, smoothed);
            for (var i = 0; i < left.Count; i++)
            {
                result[i, j] = TensorPrimitives.Dot<double>(f[i], smoothed);
            }
        }

        return result;

        double[] Values(DualNodes side, int node, ReadOnlyMemory<double> z)
        {
            var result = new double[z.Length];
            side.Evaluate(node, z, result, cancellation);
            return result;
        }
    }

    /// <summary>Where f has its kinks, and where those of g come through: around z = k/cos θ, smoothed over tan θ.</summary>
    private static GaussianRule NewOuter(DualNodes left, DualNodes right, (double[] OfLeft, double[] OfRight) kinksOverSigma, double cosine, double sine)
    {
        var ownScale = 1 / Math.Max(left.LargestSigma, right.LargestSigma);
        var smoothed = Math.Min(ownScale, right.HasKink ? sine : 1);

        // 0 is among the kinks of either side.
        var others = kinksOverSigma.OfRight.Where(kink => kink != 0).ToArray();
        double[] centres = [.. kinksOverSigma.OfLeft, .. others.Select(kink => kink / cosine)];
        double[] scales = [.. kinksOverSigma.OfLeft.Select(kink => kink == 0 ? smoothed : ownScale), .. others.Select(_ => smoothed)];
        var outer = new GaussianRule();
        outer.Add(centres, scales);
        outer.Weigh();
        return outer;
    }

    /// <summary>E f for each node.</summary>
    public static double[] Means(DualNodes side, CancellationToken cancellation) => Integrate(
        side, static (f, weights) => TensorPrimitives.Dot<double>(f, weights), cancellation);

    /// <summary>√(E f²) for each node.</summary>
    public static double[] RootMeanSquares(DualNodes side, CancellationToken cancellation) => Integrate(
        side,
        static (f, weights) =>
        {
            TensorPrimitives.Multiply<double>(f, f, f);
            return Math.Sqrt(TensorPrimitives.Dot<double>(f, weights));
        },
        cancellation);

    private delegate double Integral(Span<double> values, ReadOnlySpan<double> weights);

    private static double[] Integrate(DualNodes side, Integral integral, CancellationToken cancellation)
    {
        using var rule = new GaussianRule();
        rule.Add(0, 1 / side.LargestSigma);
        rule.Weigh();
        var integrals = new double[side.Count];
        Parallel.For(0, side.Count, new ParallelOptions { CancellationToken = cancellation }, () => new double[rule.Count], (i, _, values) =>
        {
            side.Evaluate(i, rule.NodeMemory, values, cancellation);
            integrals[i] = integral(values, rule.Weights);
            return values;
        }, _ => { });
        return integrals;
    }

    /// <summary>v/σᵥ at all inner nodes; those of the i-th outer node end at ends[i].</summary>
    private static void FillArguments(
        ReadOnlySpan<double> outer, ReadOnlySpan<double> inner, int[] ends, double cosine, double sine, Span<double> arguments)
    {
        for (int i = 0, k = 0; i < ends.Length; i++)
        {
            for (; k < ends[i]; k++)
            {
                arguments[k] = (outer[i] * cosine) + (inner[k] * sine);
            }
        }
    }

    /// <summary>G(z) = Σ_w weight·g for each z.</summary>
    private static void Smooth(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int[] ends, Span<double> smoothed)
    {
        for (int i = 0, first = 0; i < ends.Length; first = ends[i], i++)
        {
            smoothed[i] = TensorPrimitives.Dot(values[first..ends[i]], weights[first..ends[i]]);
        }
    }
}
