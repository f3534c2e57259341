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

    // e⁻⁴⁰ of an integral is beyond its last digit.
    private const double NegligibleLog = 40;
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

    /// <summary>(1/2π) ∫ exp(−(h² + k² − 2hk cos t)/(2 sin²t)) dt over [<paramref name="from"/>, <paramref name="to"/>] in [0, π/2].</summary>
    /// <remarks>
    /// With T = tan(t/2) the exponent is −max(h², k²)/2 − q², q = (|h + k| T − |h − k|/T)/√8, which rises with T. So the part of the range
    /// that counts is known in closed form, and in s = log T, dt = ds/cosh s, no transition is narrow within it, however small h − k is.
    /// </remarks>
    private static double DensityOverAngle(double h, double k, double from, double to)
    {
        double sum = Math.Abs(h + k) / Math.Sqrt(8), difference = Math.Abs(h - k) / Math.Sqrt(8);
        (double low, double high) = Support(sum, difference, Math.Tan(0.5 * from), Math.Tan(0.5 * to));
        if (!(low < high)) return 0;
        double start = Math.Log(low), end = Math.Log(high);
        int panels = 1 + (int)((end - start) / PanelWidth);
        double half = 0.5 * (end - start) / panels, integral = 0;
        for (int panel = 0; panel < panels; panel++)
        {
            double centre = start + (2 * panel + 1) * half;
            integral += half * GaussLegendre.Rule(PanelNodes).Integrate(x => Integrand(Math.Exp(centre + half * x)));
        }
        return Pdf(Math.Max(Math.Abs(h), Math.Abs(k))) * InverseSqrt2Pi * integral;

        double Integrand(double tangent)
        {
            double q = sum * tangent - difference / tangent;
            return Math.Exp(-q * q) * 2 * tangent / (1 + tangent * tangent);
        }
    }

    /// <summary>The part of [first, last] on which exp(−q²)·T, q = sum·T − difference/T, is not negligible beside its largest value there.</summary>
    private static (double Low, double High) Support(double sum, double difference, double first, double last)
    {
        double lowest = difference > 0 ? sum * first - difference / first : sum * first;
        double nearest = Math.Clamp(0, lowest, Math.Max(lowest, sum * last - difference / last));
        double reach = Math.Sqrt(nearest * nearest + NegligibleLog);
        double root = reach + Math.Sqrt(reach * reach + 4 * sum * difference);
        double high = Math.Min(last, root / (2 * sum));
        return (Math.Max(Math.Max(first, 2 * difference / root), high * Math.Exp(-NegligibleLog)), high);
    }

    /// <summary>x² − fl(x²), exactly.</summary>
    private static double SquareRemainder(double x) => Math.FusedMultiplyAdd(x, x, -(x * x));
}
