using System.Collections.Concurrent;

namespace NtkDsl;

/// <summary>Gauss–Legendre rules: ∫ f(x) dx over [−1, 1].</summary>
internal static class GaussLegendre
{
    private const int NewtonSteps = 5;

    private static readonly ConcurrentDictionary<int, Quadrature> Rules = new();

    /// <summary>The rule with <paramref name="count"/> ≥ 1 nodes; computed once.</summary>
    internal static Quadrature Rule(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Rules.GetOrAdd(count, Compute);
    }

    private static Quadrature Compute(int count)
    {
        int half = (count + 1) / 2;
        double[] nodes = new double[half], weights = new double[half];
        for (int k = 0; k < half; k++)
        {
            // k-th largest zero in the angle, x = cos t: the zeros are nearly equidistant there, so that Newton's method starts close
            // and nothing is lost near x = 1.
            double t = Math.PI * (4 * k + 3) / (4 * count + 2);
            double slope = 0;
            for (int step = 0; step < NewtonSteps; step++)
            {
                (double value, slope) = Legendre(count, t);
                t -= value / slope;
            }
            (_, slope) = Legendre(count, t);
            bool centre = 2 * k + 1 == count;
            nodes[half - 1 - k] = centre ? 0 : Math.Cos(t);
            weights[half - 1 - k] = 2 / (slope * slope);
        }
        return Quadrature.Symmetric(count, nodes, weights);
    }

    /// <summary>P_n(cos t) and its derivative with respect to t.</summary>
    /// <remarks>The recurrence runs on the differences P_k − P_{k−1} with 1 − x = 2 sin²(t/2), which does not cancel near x = 1.</remarks>
    private static (double Value, double Slope) Legendre(int n, double t)
    {
        double half = Math.Sin(t / 2), gap = 2 * half * half;
        double value = 1, difference = 0;
        for (int k = 0; k < n; k++)
        {
            difference = (k * difference - (2 * k + 1) * gap * value) / (k + 1);
            value += difference;
        }
        // (1 − x²) P_n' = n (P_{n−1} − x P_n), and dx/dt = −sin t.
        return (value, n * (difference - gap * value) / Math.Sin(t));
    }
}
