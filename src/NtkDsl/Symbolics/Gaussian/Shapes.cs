using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>Recognises the shapes of functions of u for which closed forms are known.</summary>
internal static class Shapes
{
    private static readonly Symbol U = Lambda.Variable;

    public static bool IsConstant(Expr f) => !Basis.DependsOnU(f);

    /// <summary>f = uⁿ, n ≥ 1.</summary>
    public static bool IsMonomial(Expr f, out int degree)
    {
        degree = f == U ? 1 : f is Power { Base: var b, Exponent: var n } && b == U ? SmallInteger(n) : 0;
        return degree > 0;
    }

    /// <summary>f = max(u, 0)ᵖ, p ≥ 1.</summary>
    public static bool IsRectifiedMonomial(Expr f, out int degree)
    {
        var relu = Relu(U);
        degree = f == relu ? 1 : f is Power { Base: var b, Exponent: var n } && b == relu ? SmallInteger(n) : 0;
        return degree > 0;
    }

    public static bool IsOdd(Expr f) => f.Substitute(U, -U) == -f;

    /// <summary>f(u) = low for u &lt; 0 and high for u &gt; 0.</summary>
    public static bool IsPiecewiseConstant(Expr f, out Expr low, out Expr high)
    {
        low = high = 0;
        foreach (var term in Basis.Expand(f))
        {
            if (Sides(term.Function) is not { } sides)
            {
                return false;
            }

            low += term.Coefficient * sides.Low;
            high += term.Coefficient * sides.High;
        }

        return true;

        static (Expr Low, Expr High)? Sides(Expr f) =>
            f.IsOne ? (1, 1) : f == Step(U) ? (0, 1) : f == Step(-U) ? (1, 0) : f == Sign(U) ? (-1, 1) : null;
    }

    /// <summary>f(u) = left·u for u &lt; 0 and right·u for u &gt; 0.</summary>
    public static bool IsPiecewiseLinear(Expr f, out Expr left, out Expr right)
    {
        left = right = 0;
        foreach (var term in Basis.Expand(f))
        {
            if (Slopes(term.Function) is not { } slopes)
            {
                return false;
            }

            left += term.Coefficient * slopes.Left;
            right += term.Coefficient * slopes.Right;
        }

        return true;

        static (Expr Left, Expr Right)? Slopes(Expr f) =>
            f == U ? (1, 1) : f == Relu(U) ? (0, 1) : f == Relu(-U) ? (-1, 0) : f == Abs(U) ? (-1, 1) : null;
    }

    /// <summary>True if a step or a sign is part of the function.</summary>
    public static bool HasJump(Expr f) => f.Contents.HasFlag(Contents.Jump);

    /// <summary>f = δ(u − at).</summary>
    public static bool IsDirac(Expr f, out Expr at)
    {
        at = 0;
        if (f is not Call { Arguments: [var x] } call || call.Function != Function.Dirac || !Basis.IsAffine(x, out var slope, out var offset)
            || !(slope.IsOne || (-slope).IsOne))
        {
            return false;
        }

        at = -offset * slope;
        return true;
    }

    /// <summary>f = erf(s·u).</summary>
    public static bool IsErf(Expr f, out Expr scale)
    {
        scale = 0;
        return f is Call { Arguments: [var x] } call && call.Function == Function.Erf && Basis.IsAffine(x, out scale, out var t) && t.IsZero;
    }

    /// <summary>f = u·Φ(u), possibly inside a sum that was multiplied out.</summary>
    public static bool IsGelu(Expr f) => f == U * NormalCdf(U);

    /// <summary>f = exp(s·u + t).</summary>
    public static bool IsExponential(Expr f, out Expr slope, out Expr offset)
    {
        (slope, offset) = (0, 0);
        return f is Call { Arguments: [var x] } call && call.Function == Function.Exp && Basis.IsAffine(x, out slope, out offset);
    }

    /// <summary>f = sin(s·u + t); a cosine is a sine with phase π/2.</summary>
    public static bool IsSine(Expr f, out Expr frequency, out Expr phase)
    {
        (frequency, phase) = (0, 0);
        if (f is not Call { Arguments: [var x] } call || (call.Function != Function.Sin && call.Function != Function.Cos)
            || !Basis.IsAffine(x, out frequency, out phase))
        {
            return false;
        }

        phase += call.Function == Function.Cos ? Pi / 2 : 0;
        return true;
    }

    /// <summary>f = exp(−g·u²)·rest, where the rest has no such factor.</summary>
    public static bool IsGaussianTimes(Expr f, out Expr g, out Expr rest)
    {
        (g, rest) = (0, f);
        foreach (var factor in f is Product ? f.Arguments : [f])
        {
            if (factor is Call { Arguments: [var x] } call && call.Function == Function.Exp
                && Basis.Expand(x) is [{ Function: var square, Coefficient: var k }] && square == Pow(U, 2) && (-k).IsNonNegative)
            {
                (g, rest) = (-k, f / factor);
                return true;
            }
        }

        return false;
    }

    private static int SmallInteger(Expr n) => n is Number { Value: { IsInteger: true, Sign: > 0 } value } && value.Numerator <= 64 ? (int)value.Numerator : 0;
}
