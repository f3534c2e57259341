using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;
using Longs = System.Runtime.Intrinsics.Vector512<long>;

namespace NtkDsl;

/// <content>The exponential function and the sigmoids made of it.</content>
internal static partial class VectorMath
{
    private const double Log2E = 1.4426950408889634;

    // Added to a small number it leaves the nearest integer in the last bits.
    private const double Rounder = 6755399441055744.0;

    // ln 2 as an unevaluated sum.
    private const double Ln2 = 0.6931471805599453;
    private const double Ln2Rest = 2.3190468138462996e-17;

    // (eʳ − 1 − r)/r² for |r| ≤ ln 2/2.
    private static ReadOnlySpan<double> ExponentialTable =>
    [
        0.5,
        0.1666666666666667,
        0.04166666666666667,
        0.008333333333326141,
        0.0013888888888883752,
        0.00019841269874800493,
        2.4801587325533363e-05,
        2.7557255425746435e-06,
        2.7557273661348637e-07,
        2.510520637395701e-08,
        2.0914679376583935e-09,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles Exp(Doubles x, Doubles rest)
    {
        // Beyond these limits the result is ∞ or 0 anyway; selection lets NaN through.
        x = ConditionalSelect(GreaterThan(x, Create(710.0)), Create(710.0), x);
        x = ConditionalSelect(LessThan(x, Create(-746.0)), Create(-746.0), x);
        var (power, minusOne) = Reduce(x, rest);
        // Two factors 2ⁿ, since one alone cannot reach the subnormal numbers.
        var biased = power + Create(2046L);
        var half = biased >>> 1;
        return (Doubles.One + minusOne) * (half << 52).AsDouble() * ((biased - half) << 52).AsDouble();
    }

    /// <summary>eˣ − 1 for |x| ≤ 40.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles ExpMinusOne(Doubles x)
    {
        var (power, minusOne) = Reduce(x, Doubles.Zero);
        var scale = ((power + Create(1023L)) << 52).AsDouble();
        return FusedMultiplyAdd(scale, minusOne, scale - Doubles.One);
    }

    /// <summary>n and eʳ − 1 in x + rest = n ln 2 + r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Longs Power, Doubles MinusOne) Reduce(Doubles x, Doubles rest)
    {
        var rounded = FusedMultiplyAdd(x, Create(Log2E), Create(Rounder));
        var n = rounded - Create(Rounder);
        // The first step is exact.
        var r = FusedMultiplyAdd(n, Create(-Ln2), x) + FusedMultiplyAdd(n, Create(-Ln2Rest), rest);
        var minusOne = FusedMultiplyAdd(r * r, Polynomial.At(r, ExponentialTable), r);
        return (rounded.AsInt64() - Create(Rounder).AsInt64(), minusOne);
    }

    private readonly struct ExpOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x) => Exp(x, Doubles.Zero);
    }

    private readonly struct ExpMinusOneOperator : IUnaryOperator
    {
        // Beyond 40 the 1 is lost beside eˣ, and below −40 the other way round.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var isLarge = GreaterThan(x, Create(40.0));
            var y = ConditionalSelect(isLarge, Create(40.0), ConditionalSelect(LessThan(x, Create(-40.0)), Create(-40.0), x));
            return ConditionalSelect(isLarge, Exp(x, Doubles.Zero), ExpMinusOne(y));
        }
    }

    private readonly struct TanhOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            // tanh rounds to 1 from 19.1 on.
            var y = Abs(x);
            y = ConditionalSelect(GreaterThan(y, Create(20.0)), Create(20.0), y);
            var e = ExpMinusOne(y + y);
            return CopySign(e / (e + Create(2.0)), x);
        }
    }

    private readonly struct SigmoidOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            // The exponential of a negative number cannot overflow.
            var e = Exp(-Abs(x), Doubles.Zero);
            return ConditionalSelect(LessThan(x, Doubles.Zero), e, Doubles.One) / (Doubles.One + e);
        }
    }
}
