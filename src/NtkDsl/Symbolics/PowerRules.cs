using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Laws for powers.</summary>
internal static class PowerRules
{
    private const int LargestExactExponent = 4096;

    public static ImmutableArray<SimplificationRule> All { get; } =
    [
        new("trivial exponent", "x⁰ → 1, x¹ → x", TrivialExponent),
        new("trivial base", "1ˣ → 1, 0ᵖ → 0 for p > 0", TrivialBase),
        new("powers of numbers", "(p/q)ⁿ and exact roots fold, pⁿ⁺ʳ → pⁿ·pʳ", Numbers),
        new("power of a power", "(xᵖ)ⁿ → xᵖⁿ for integer n or x ≥ 0", PowerOfPower),
        new("power of a product", "(x·y)ⁿ → xⁿ·yⁿ for integer n; factors known to be ≥ 0 leave any power", PowerOfProduct),
        new("power of an exponential", "(eˣ)ᵖ → eᵖˣ", PowerOfExponential),
        new("even power of an absolute value", "|x|²ⁿ → x²ⁿ", EvenPowerOfAbs),
    ];

    private static (Expr Base, Expr Exponent) Parts(Expr power) => (power.Arguments[0], power.Arguments[1]);

    private static Expr? TrivialExponent(Expr power)
    {
        var (@base, exponent) = Parts(power);
        return exponent.IsZero ? 1 : exponent.IsOne ? @base : null;
    }

    private static Expr? TrivialBase(Expr power)
    {
        var (@base, exponent) = Parts(power);
        return @base.IsOne ? 1 : @base.IsZero && exponent is Number { Value.Sign: > 0 } ? 0 : null;
    }

    private static Expr? Numbers(Expr power)
    {
        if (Parts(power) is not (Number { Value: var p }, Number { Value: var r }))
        {
            return null;
        }

        if (p.Sign == 0)
        {
            return null;
        }

        if (r.IsInteger)
        {
            return System.Numerics.BigInteger.Abs(r.Numerator) <= LargestExactExponent ? Number.Of(Rational.Pow(p, (int)r.Numerator)) : null;
        }

        if (r.Denominator <= LargestExactExponent && Rational.TryRoot(p, (int)r.Denominator, out var root))
        {
            return Power.Of(Number.Of(root), Number.Of(new(r.Numerator, 1)));
        }

        if (p.Sign > 0 && p.Numerator.IsOne)
        {
            return Power.Of(Number.Of(Rational.One / p), Number.Of(-r));
        }

        // The remaining exponent lies between 0 and 1, so that √2/2 and 1/√2 are one expression.
        var whole = r.Floor();
        return whole.IsZero || p.Sign < 0 ? null : Product.Of(
            Power.Of(power.Arguments[0], Number.Of(new(whole, 1))), Power.Of(power.Arguments[0], Number.Of(r - new Rational(whole, 1))));
    }

    private static Expr? PowerOfPower(Expr power)
    {
        var (@base, exponent) = Parts(power);
        return @base is Power inner && (exponent is Number { Value.IsInteger: true } || inner.Base.IsNonNegative)
            ? Power.Of(inner.Base, Product.Of(inner.Exponent, exponent))
            : null;
    }

    private static Expr? PowerOfProduct(Expr power)
    {
        var (@base, exponent) = Parts(power);
        if (@base is not Product)
        {
            return null;
        }

        if (exponent is Number { Value.IsInteger: true })
        {
            return Product.Of([.. @base.Arguments.Select(factor => Power.Of(factor, exponent))]);
        }

        var leaving = @base.Arguments.Where(factor => factor.IsNonNegative).ToList();
        var staying = @base.Arguments.Except(leaving).ToImmutableArray();
        return leaving.Count == 0 ? null : Product.Of(
            [.. leaving.Select(factor => Power.Of(factor, exponent)), Power.Of(Product.Of(staying), exponent)]);
    }

    private static Expr? PowerOfExponential(Expr power)
    {
        var (@base, exponent) = Parts(power);
        return @base is Call call && call.Function == Function.Exp ? Expr.Exp(Product.Of(exponent, call.Arguments[0])) : null;
    }

    private static Expr? EvenPowerOfAbs(Expr power)
    {
        var (@base, exponent) = Parts(power);
        return @base is Call call && call.Function == Function.Abs && exponent is Number { Value: { IsInteger: true, Numerator.IsEven: true } }
            ? Power.Of(call.Arguments[0], exponent)
            : null;
    }
}
