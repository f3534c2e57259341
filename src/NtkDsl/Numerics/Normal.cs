using MathNet.Numerics;

namespace NtkDsl;

/// <summary>The standard normal distribution in one and two dimensions, and the error function.</summary>
/// <remarks>Relative accuracy is kept in both tails: a tail probability may meet a factor e^{σ²/2} (ELU, exp) that undoes its smallness.</remarks>
internal static class Normal
{
    private const double InverseSqrt2Pi = 0.39894228040143267794;
    private const double TwoOverSqrtPi = 1.1283791670955125739;

    // 1/√2 as an unevaluated sum of two doubles.
    private const double InverseSqrt2 = 0.70710678118654757;
    private const double InverseSqrt2Rest = -4.8336466567264573e-17;

    // Below this logarithm the remaining part of the angle integral is smaller than one part in 10¹⁷ of it.
    private const double LongestLogRange = 40;
    // exp(−x²/2) is 0 beyond this x.
    private const double LargestExponentRoot = 38.7;
    private const double PanelWidth = 1.25;
    private const int PanelNodes = 20;

    /// <summary>erf(x) = (2/√π) ∫₀ˣ e^{−t²} dt, to about one ulp.</summary>
    internal static double Erf(double x) => SpecialFunctions.Erf(x);

    /// <summary>erfc(x) = 1 − erf(x), with full relative accuracy in the tail.</summary>
    internal static double Erfc(double x)
    {
        double tail = SpecialFunctions.Erfc(x);
        // MathNet's tail holds the factor exp(−fl(x·x)); the rounding of x·x alone costs x² ulp. The fused remainder restores it.
        return x > 0.5 && tail > 0 ? tail * (1 - SquareRemainder(x)) : tail;
    }

    /// <summary>φ(x) = e^{−x²/2}/√(2π).</summary>
    internal static double Pdf(double x)
    {
        double density = InverseSqrt2Pi * Math.Exp(-0.5 * (x * x));
        return density > 0 ? density * (1 - 0.5 * SquareRemainder(x)) : density;
    }

    /// <summary>Φ(x) = P(Z ≤ x) = erfc(−x/√2)/2.</summary>
    internal static double Cdf(double x)
    {
        double y = -x * InverseSqrt2;
        double cdf = 0.5 * Erfc(y);
        if (!double.IsFinite(x) || cdf <= 0) return cdf;
        // First-order correction for the rounding of y, which erfc amplifies by 2y² in the tail.
        double rest = Math.FusedMultiplyAdd(-x, InverseSqrt2, -y) - x * InverseSqrt2Rest;
        return cdf - 0.5 * TwoOverSqrtPi * Math.Exp(-y * y) * rest;
    }

    /// <summary>Φ₂(h, k; ρ) = P(X ≤ h, Y ≤ k) for standard normal X and Y with correlation <paramref name="rho"/>.</summary>
    internal static double BivariateCdf(double h, double k, double rho) => BivariateCdfAtAngle(h, k, Angles.FromCorrelation(rho));

    /// <summary>Φ₂(h, k; cos θ), with nothing lost where the correlation rounds to ±1.</summary>
    /// <remarks>
    /// ∂Φ₂/∂ρ is the bivariate density (Plackett 1954). Integrated over the angle from the nearer of π/2 (independence) and π (opposition),
    /// where Φ₂ is elementary, it only ever adds to a non-negative number, so the result keeps its relative accuracy.
    /// </remarks>
    internal static double BivariateCdfAtAngle(double h, double k, double theta)
    {
        if (double.IsNaN(h + k) && !double.IsInfinity(h) || double.IsNaN(theta)) return double.NaN;
        if (double.IsNegativeInfinity(h) || double.IsNegativeInfinity(k)) return 0;
        if (double.IsPositiveInfinity(h)) return Cdf(k);
        if (double.IsPositiveInfinity(k)) return Cdf(h);
        if (theta <= 0) return Cdf(Math.Min(h, k));
        return theta <= Math.PI / 2
            ? Cdf(h) * Cdf(k) + DensityOverAngle(h, k, theta, Math.PI / 2)
            : Strip(-k, h) + DensityOverAngle(h, -k, 0, Angles.Supplement(theta));
    }

    /// <summary>P(lower ≤ Z ≤ upper), or 0 if the interval is empty, without cancellation: a narrow strip by quadrature, a wide one in its tail.</summary>
    private static double Strip(double lower, double upper)
    {
        double half = 0.5 * (upper - lower), centre = 0.5 * (lower + upper);
        if (half <= 0) return 0;
        if (half < 0.5) return half * GaussLegendre.Rule(PanelNodes).Integrate(x => Pdf(centre + half * x));
        return lower > 0 ? Cdf(-lower) - Cdf(-upper) : Cdf(upper) - Cdf(lower);
    }

    /// <summary>(1/2π) ∫ exp(−[(h−k)²/sin²t + hk/cos²(t/2)]/2) dt over [<paramref name="from"/>, <paramref name="to"/>] in [0, π/2].</summary>
    /// <remarks>
    /// With s = log tan(t/2), dt = sin t ds, every transition of the integrand has width of order 1, whatever h − k is:
    /// panels of fixed width with a fixed rule are uniformly accurate.
    /// </remarks>
    private static double DensityOverAngle(double h, double k, double from, double to)
    {
        double difference = h - k, product = h * k;
        double end = Math.Log(Math.Tan(to / 2));
        double start = Math.Max(Math.Log(Math.Tan(from / 2)), LowestLog(difference, product, end));
        if (start >= end) return 0;
        int panels = (int)Math.Ceiling((end - start) / PanelWidth);
        double width = (end - start) / panels, sum = 0;
        Quadrature rule = GaussLegendre.Rule(PanelNodes);
        for (int panel = 0; panel < panels; panel++)
        {
            for (int i = 0; i < rule.Count; i++)
            {
                double tangent = Math.Exp(start + width * (panel + 0.5 * (1 + rule.Nodes[i])));
                double square = 1 + tangent * tangent;
                double inverseSine = 0.5 * square / tangent;
                double scaled = difference * inverseSine;
                sum += rule.Weights[i] * Math.Exp(-0.5 * (scaled * scaled + product * square)) / inverseSine;
            }
        }
        return sum * width / (4 * Math.PI);
    }

    /// <summary>Where the integral may start. Below, |h − k|/sin t underflows the exponential, or dt = sin t ds is too small to count;
    /// for large hk the weight itself sits lower, at tan(t/2) ≈ 1/√(hk).</summary>
    private static double LowestLog(double difference, double product, double end)
    {
        double underflow = Math.Log(Math.Abs(difference) / (2 * LargestExponentRoot));
        double negligible = end - LongestLogRange - 0.5 * Math.Log(Math.Max(product, 1));
        return Math.Max(underflow, negligible);
    }

    /// <summary>x² − fl(x²), exactly.</summary>
    private static double SquareRemainder(double x) => Math.FusedMultiplyAdd(x, x, -(x * x));
}
