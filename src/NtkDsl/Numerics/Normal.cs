using MathNet.Numerics;

namespace NtkDsl;

/// <summary>The standard normal distribution and the error function.</summary>
/// <remarks>Relative accuracy is kept in both tails: a tail probability may meet a factor e^{σ²/2} (ELU, exp) that undoes its smallness.</remarks>
internal static class Normal
{
    private const double InverseSqrt2Pi = 0.39894228040143267794;
    private const double TwoOverSqrtPi = 1.1283791670955125739;

    // 1/√2 as an unevaluated sum of two doubles.
    private const double InverseSqrt2 = 0.70710678118654757;
    private const double InverseSqrt2Rest = -4.8336466567264573e-17;

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

    /// <summary>x² − fl(x²), exactly.</summary>
    private static double SquareRemainder(double x) => Math.FusedMultiplyAdd(x, x, -(x * x));
}
