using System.Collections.Concurrent;

namespace NtkDsl;

/// <summary>Gauss–Hermite rules for the standard normal weight: E f(Z) ≈ Σ wᵢ f(xᵢ), Σ wᵢ = 1.</summary>
internal static class GaussHermite
{
    private const int NewtonSteps = 4;
    private const double Large = 1e150;

    private static readonly ConcurrentDictionary<int, Quadrature> Rules = new();

    /// <summary>The rule with <paramref name="count"/> ≥ 1 nodes; computed once. Weights below the smallest double are 0.</summary>
    internal static Quadrature Rule(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Rules.GetOrAdd(count, Compute);
    }

    private static Quadrature Compute(int count)
    {
        int half = (count + 1) / 2;
        double[] nodes = new double[half], weights = new double[half];
        for (int i = 0; i < half; i++)
        {
            double x = i == 0 && count % 2 == 1 ? 0 : Zero(count, i + count / 2);
            (nodes[i], weights[i]) = (x, Weight(count, x));
        }
        return Quadrature.Symmetric(count, nodes, weights);
    }

    /// <summary>The zero of h_n with <paramref name="below"/> zeros below it: isolated by bisection, which cannot fail, then polished by Newton.</summary>
    private static double Zero(int n, int below)
    {
        // Zeros are at least π/√n apart.
        double low = 0, high = 2 * Math.Sqrt(n), isolated = 0.1 / Math.Sqrt(n);
        while (high - low > isolated)
        {
            double middle = 0.5 * (low + high);
            if (ZerosBelow(n, middle) > below) high = middle; else low = middle;
        }
        double x = 0.5 * (low + high);
        for (int step = 0; step < NewtonSteps; step++) x -= NewtonStep(n, x);
        return x;
    }

    /// <summary>The number of zeros of h_n below x: the sign changes in the Sturm sequence, by the ratios He_{k+1}/He_k = x − k He_{k−1}/He_k.</summary>
    private static int ZerosBelow(int n, double x)
    {
        double ratio = x;
        int negative = ratio < 0 ? 1 : 0;
        for (int k = 1; k < n; k++)
        {
            ratio = x - k / ratio;
            if (ratio < 0) negative++;
        }
        return n - negative;
    }

    /// <summary>h_n(x)/h_n'(x), with h_n' = √n h_{n−1}.</summary>
    private static double NewtonStep(int n, double x)
    {
        double previous = 0, current = 1;
        for (int k = 0; k < n; k++)
        {
            (previous, current) = (current, (x * current - Math.Sqrt(k) * previous) / Math.Sqrt(k + 1));
            if (Math.Abs(current) > Large) (previous, current) = (previous / Large, current / Large);
        }
        return current / (Math.Sqrt(n) * previous);
    }

    /// <summary>The Christoffel number w = 1/Σ_{k&lt;n} h_k(x)², a sum of squares and so free of cancellation; scaled to avoid overflow.</summary>
    private static double Weight(int n, double x)
    {
        double previous = 0, current = 1, sum = 0, scale = 1;
        for (int k = 0; k < n; k++)
        {
            sum += current * current;
            (previous, current) = (current, (x * current - Math.Sqrt(k) * previous) / Math.Sqrt(k + 1));
            if (sum < Large) continue;
            double shrink = 1 / Math.Sqrt(sum);
            (previous, current, scale, sum) = (previous * shrink, current * shrink, scale / sum, 1);
        }
        return scale / sum;
    }
}
