namespace NtkDsl;

/// <summary>Expansion of f(σz) in the orthonormal Hermite polynomials h_n, and Mehler's formula E f(u) g(v) = Σ aₙ bₙ ρⁿ.</summary>
/// <remarks>For smooth functions. Those with kinks converge too slowly; use <see cref="GaussianIntegral"/> for them.</remarks>
internal static class HermiteSeries
{
    // The first attempt; it is doubled until the tail is small enough.
    private const int FirstCount = 64;

    // Refinement by halving the step stops here at the latest.
    private const int MaxHalvings = 6;

    // Σ over the nodes stops where f² times the density falls below this part of E f²: there |f h_n| times the density is below 10⁻¹⁶ of
    // √(E f²) for every n, since |h_n(z)| e^{−z²/4} is bounded. Not before the least range, as f may be 0 on an interval.
    private const double Negligible = 1e-32;
    private const double LeastRange = 12;
    private const double Horizon = 38;

    /// <summary>aₙ = E f(σz) hₙ(z) for n = 0, 1, …, as many as needed.</summary>
    /// <param name="f">The function.</param>
    /// <param name="sigma">The standard deviation σ ≥ 0.</param>
    /// <param name="tolerance">The tail aimed at, relative to E f².</param>
    /// <param name="maxCount">The largest number of coefficients.</param>
    /// <param name="tail">An estimate of Σ aₙ² over the coefficients left out. By Cauchy and Schwarz, cutting the series of f and of g
    /// at one length costs E f(u) g(v) at most √(tail_f tail_g). If one is cut shorter, the other's tail from there on counts.</param>
    /// <param name="leastCount">The least number of coefficients: for a series that is to be as long as another one.</param>
    /// <returns>The coefficients, no more than the tolerance needs.</returns>
    /// <remarks>
    /// The trapezoidal rule converges geometrically for an integrand that is analytic in a strip and decays, and the factor
    /// hₙ(z) e^{−z²/2} does for every n, so it needs far fewer nodes than the Gauss–Hermite rule of the same resolution.
    /// </remarks>
    internal static double[] Coefficients(Func<double, double> f, double sigma, double tolerance, int maxCount, out double tail, int leastCount = 1)
    {
        for (int count = Math.Min(Math.Max(FirstCount, leastCount), maxCount); ; count = Math.Min(2 * count, maxCount))
        {
            double[] coefficients = Leading(f, sigma, tolerance, count, out double energy, out tail);
            if (tail <= tolerance * energy) return WithoutTail(coefficients, tolerance * energy, leastCount, ref tail);
            if (count == maxCount || !double.IsFinite(tail)) return coefficients;
        }
    }

    /// <summary>The first <paramref name="count"/> coefficients, E f(σz)², and by Parseval the sum of the squares of all others.</summary>
    private static double[] Leading(
        Func<double, double> f, double sigma, double tolerance, int count, out double energy, out double tail)
    {
        // Aliasing sets in at the wave number 2π/step; the h_n in use reach 2√n, both factors together need a few more.
        double step = 2 * Math.PI / (4 * Math.Sqrt(count) + 16);
        Sums sums = new(count);
        sums.Add(f, sigma, step, 0);
        double[] coefficients = sums.Coefficients(step);
        double change = double.PositiveInfinity;
        for (int halving = 0; halving < MaxHalvings && change > 0.01 * tolerance * sums.Energy(step); halving++)
        {
            sums.Add(f, sigma, step, 0.5);
            step /= 2;
            double[] finer = sums.Coefficients(step);
            change = SquaredDistance(coefficients, finer);
            coefficients = finer;
        }
        energy = sums.Energy(step);
        tail = Math.Max(Math.Abs(energy - coefficients.Sum(a => a * a)), change);
        return coefficients;
    }

    /// <summary>Σ aₙ bₙ ρⁿ, by Horner's rule; the longer of the two is cut.</summary>
    internal static double Evaluate(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double rho)
    {
        double sum = 0;
        for (int n = Math.Min(a.Length, b.Length) - 1; n >= 0; n--) sum = sum * rho + a[n] * b[n];
        return sum;
    }

    /// <summary>Drops last coefficients as long as the tail stays within the limit.</summary>
    private static double[] WithoutTail(double[] coefficients, double limit, int leastCount, ref double tail)
    {
        int count = coefficients.Length;
        while (count > leastCount && tail + coefficients[count - 1] * coefficients[count - 1] <= limit)
        {
            count--;
            tail += coefficients[count] * coefficients[count];
        }
        return coefficients[..count];
    }

    private static double SquaredDistance(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }

    /// <summary>The sums of the trapezoidal rule, refined by adding the midpoints.</summary>
    private sealed class Sums(int count)
    {
        private readonly double[] sums = new double[count];
        private readonly double[] roots = [.. Enumerable.Range(0, count + 1).Select(n => Math.Sqrt(n))];
        private double squares;

        internal double[] Coefficients(double step) => [.. sums.Select(sum => sum * step)];

        /// <summary>E f(σz)².</summary>
        internal double Energy(double step) => squares * step;

        /// <summary>Adds the nodes at (i + offset)·step for all integers i.</summary>
        internal void Add(Func<double, double> f, double sigma, double step, double offset)
        {
            for (int i = 0; AddNode(f, sigma, (i + offset) * step, step); i++) { }
            for (int i = -1; AddNode(f, sigma, (i + offset) * step, step); i--) { }
        }

        /// <summary>False if this node, and so all beyond it, does not count.</summary>
        private bool AddNode(Func<double, double> f, double sigma, double z, double step)
        {
            double value = f(sigma * z), density = Normal.Pdf(z), square = density * value * value;
            squares += square;
            double previous = 0, current = density * value;
            for (int n = 0; n < sums.Length; n++)
            {
                sums[n] += current;
                (previous, current) = (current, (z * current - roots[n] * previous) / roots[n + 1]);
            }
            return Math.Abs(z) < LeastRange || Math.Abs(z) < Horizon && square > Negligible * Energy(step);
        }
    }
}
