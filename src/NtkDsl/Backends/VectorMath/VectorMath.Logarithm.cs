using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <content>The logarithm and the softplus function.</content>
internal static partial class VectorMath
{
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo52 = 4503599627370496.0;

    // The bits of √½: mantissas are taken from [√½, √2).
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    private const long MantissaBits = 0x000FFFFFFFFFFFFF;

    // (log((1+s)/(1−s)) − 2s)/s³ as a function of s², for √½ ≤ (1+s)/(1−s) ≤ √2.
    private static ReadOnlySpan<double> LogarithmTable =>
    [
        0.6666666666666666,
        0.4000000000000089,
        0.2857142857079543,
        0.2222222239356661,
        0.18181795442371984,
        0.1538625044794019,
        0.13268485680654427,
        0.13089629160674623,
    ];

    /// <summary>log(2ⁿ x) for positive, normal, finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles LogOfNormal(Doubles x, Doubles n)
    {
        var shifted = x.AsInt64() - Create(SqrtHalfBits - (1023L << 52));
        // An integer below 2⁵² becomes a number by writing it into the last bits of 2⁵².
        var exponent = ((shifted >>> 52) | Create(TwoTo52).AsInt64()).AsDouble() - Create(TwoTo52 + 1023) + n;
        var f = ((shifted & Create(MantissaBits)) + Create(SqrtHalfBits)).AsDouble() - Doubles.One;
        var s = f / (f + Create(2.0));
        var z = s * s;
        var halfSquare = f * f * Create(0.5);
        // log(1 + f) = f − (f²/2 − s (f²/2 + z L(z))), from log(1 + f) = 2s + s³ L(z) and 2s = f − s f.
        var tail = FusedMultiplyAdd(s, FusedMultiplyAdd(z, Polynomial.At(z, LogarithmTable), halfSquare), exponent * Create(Ln2Rest));
        return FusedMultiplyAdd(exponent, Create(Ln2), f - (halfSquare - tail));
    }

    private readonly struct LogOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var subnormal = LessThan(x, Create(SmallestNormal));
            var log = LogOfNormal(
                ConditionalSelect(subnormal, x * Create(TwoTo52), x), ConditionalSelect(subnormal, Create(-52.0), Doubles.Zero));
            var isFinite = GreaterThan(x, Doubles.Zero) & LessThan(x, Create(double.PositiveInfinity));
            var limit = ConditionalSelect(Vector512.Equals(x, Doubles.Zero), Create(double.NegativeInfinity), Create(double.NaN));
            limit = ConditionalSelect(Vector512.Equals(x, Create(double.PositiveInfinity)), x, limit);
            return ConditionalSelect(isFinite, log, limit);
        }
    }

    private readonly struct SoftplusOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var e = Exp(-Abs(x), Doubles.Zero);
            var sum = Doubles.One + e;
            // log(1 + e), with what the addition rounded away.
            var log = LogOfNormal(sum, Doubles.Zero) + ((e - (sum - Doubles.One)) / sum);
            return ConditionalSelect(GreaterThan(x, Doubles.Zero), x + log, log);
        }
    }
}
