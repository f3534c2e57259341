using System.Numerics;
using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>Closed forms of E f(u) for u ~ N(0, a).</summary>
internal static class MeanRules
{
    /// <summary>The mean of a function that is not a sum, or null.</summary>
    public static Expr? Apply(Expr f, Expr a) =>
        Shapes.IsConstant(f) ? f
        : Shapes.IsMonomial(f, out var n) ? (n % 2 == 0 ? DoubleFactorial(n - 1) * Pow(a, n / 2) : 0)
        : Shapes.IsOdd(f) ? 0
        : Shapes.IsPiecewiseConstant(f, out var low, out var high) ? (low + high) / 2
        : Shapes.IsPiecewiseLinear(f, out var left, out var right) ? (right - left) * Sqrt(a) / Sqrt(2 * Pi)
        : Shapes.IsRectifiedMonomial(f, out var p) ? HalfMoment(p) * Pow(a, Fraction(p, 2))
        : Shapes.IsDirac(f, out var at) ? (at.IsZero ? 1 / (Sqrt(2 * Pi) * Sqrt(a)) : Function.DensityAt(a, at))
        : Shapes.IsGaussianTimes(f, out var g, out var rest) ? Tilted(g, rest, a)
        : Shapes.IsExponential(f, out var s, out var t) ? Exp((s * s * a / 2) + t)
        : Shapes.IsSine(f, out var frequency, out var phase) ? Exp(-frequency * frequency * a / 2) * Sin(phase)
        : Thresholds.Read(f)?.Mean(a);

    /// <summary>n!! = n (n−2) (n−4) …, and 1 for n ≤ 0.</summary>
    public static Expr DoubleFactorial(int n)
    {
        var product = BigInteger.One;
        for (; n > 1; n -= 2)
        {
            product *= n;
        }

        return Fraction(product, 1);
    }

    /// <summary>E max(z, 0)ᵖ for a standard normal z.</summary>
    private static Expr HalfMoment(int p) => p % 2 == 0
        ? DoubleFactorial(p - 1) / 2
        : DoubleFactorial(p - 1) / Sqrt(2 * Pi);

    private static Expr Tilted(Expr g, Expr rest, Expr a)
    {
        var squared = 1 + (2 * g * a);
        return Gaussian.Mean(rest, a / squared) / Sqrt(squared);
    }
}
