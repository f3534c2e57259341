namespace NtkDsl;

/// <summary>Polynomials through values at the zeros of T_n, x_k = cos(π(k + ½)/n).</summary>
internal static class Chebyshev
{
    // A function may be odd or even, so that every other coefficient vanishes.
    private const int LastCoefficients = 3;

    /// <summary>x_k.</summary>
    internal static double Node(int k, int count) => Math.Cos(Math.PI * (k + 0.5) / count);

    /// <summary>The coefficients of T_0, T_1, … from the values at all nodes.</summary>
    internal static double[] Coefficients(double[] values)
    {
        int count = values.Length;
        double[] coefficients = new double[count];
        for (int k = 0; k < count; k++)
        {
            double sum = 0;
            for (int node = 0; node < count; node++) sum += Math.Cos(Math.PI * k * (node + 0.5) / count) * values[node];
            coefficients[k] = (k == 0 ? 1 : 2) * sum / count;
        }
        return coefficients;
    }

    /// <summary>How many nodes would do for the function with these values: a few more than it has coefficients above <paramref name="tail"/>.</summary>
    /// <returns>The number of values itself if even they may not do.</returns>
    internal static int NeededCount(double[] values, double tail)
    {
        double[] coefficients = Coefficients(values);
        int last = Array.FindLastIndex(coefficients, coefficient => !(Math.Abs(coefficient) <= tail));
        return Math.Min(last + 1 + LastCoefficients, values.Length);
    }

    /// <summary>Whether values at the nodes are those of a polynomial of a lower degree, up to <paramref name="tail"/> in its last coefficients.</summary>
    internal static bool IsResolved(double[] values, double tail) => NeededCount(values, tail) < values.Length;
}
