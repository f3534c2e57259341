using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;
using Longs = System.Runtime.Intrinsics.Vector512<long>;

namespace NtkDsl;

/// <content>Sine and cosine.</content>
internal static partial class VectorMath
{
    private const double TwoOverPi = 0.6366197723675814;

    // π/2 as an unevaluated sum.
    private const double HalfPi = 1.5707963267948966;
    private const double HalfPiRest = 6.123233995736766e-17;
    private const double HalfPiLast = -1.4973849048591698e-33;

    // From here on multiples of π/2 would need more digits.
    private const double LargestReducible = 1 << 30;

    // (sin r − r)/r³ as a function of r², for |r| ≤ π/4.
    private static ReadOnlySpan<double> SineTable =>
    [
        -0.16666666666666666,
        0.008333333333333331,
        -0.00019841269841265065,
        2.7557319219339167e-06,
        -2.5052106232447578e-08,
        1.6058531618986147e-10,
        -7.586697117706918e-13,
    ];

    // (cos r − 1 + r²/2)/r⁴ as a function of r², for |r| ≤ π/4.
    private static ReadOnlySpan<double> CosineTable =>
    [
        0.041666666666666664,
        -0.0013888888888888887,
        2.4801587301584645e-05,
        -2.7557319221402824e-07,
        2.087675579108042e-09,
        -1.1470460887609959e-11,
        4.7458719020432915e-14,
    ];

    /// <summary>sin(x + quarters·π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles SinOf(Doubles x, long quarters)
    {
        var (quadrant, r, rest) = ReduceByQuarters(x);
        quadrant += Create(quarters);
        var isOdd = Vector512.Equals(quadrant & Longs.One, Longs.One);
        var value = ConditionalSelect(isOdd.AsDouble(), CosNearZero(r, rest), SinNearZero(r, rest));
        // Quadrants 2 and 3 are negative: their bit 1 becomes the sign.
        return (value.AsInt64() ^ ((quadrant & Create(2L)) << 62)).AsDouble();
    }

    /// <summary>n (modulo 4) and r + rest in x = n π/2 + r + rest, |r| ≤ π/4, by Cody and Waite's method.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Longs Quadrant, Doubles R, Doubles Remainder) ReduceByQuarters(Doubles x)
    {
        var rounded = FusedMultiplyAdd(x, Create(TwoOverPi), Create(Rounder));
        var n = rounded - Create(Rounder);
        // Exact, since both are multiples of the last place of π/2 or of x, and the difference is small.
        var first = FusedMultiplyAdd(n, Create(-HalfPi), x);
        var product = n * Create(HalfPiRest);
        var productRest = FusedMultiplyAdd(n, Create(HalfPiRest), -product);
        var r = first - product;
        // What the subtraction rounded away (Knuth's two-sum), as near a multiple of π/2 either number may be the larger.
        var subtracted = first - r;
        var lost = (first - (r + subtracted)) + (subtracted - product);
        return (rounded.AsInt64(), r, lost - FusedMultiplyAdd(n, Create(HalfPiLast), productRest));
    }

    /// <summary>sin(r + rest) for |r| ≤ π/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles SinNearZero(Doubles r, Doubles rest)
    {
        var z = r * r;
        return r + FusedMultiplyAdd(z * r, Polynomial.At(z, SineTable), FusedMultiplyAdd(rest * Create(-0.5), z, rest));
    }

    /// <summary>cos(r + rest) for |r| ≤ π/4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles CosNearZero(Doubles r, Doubles rest)
    {
        var z = r * r;
        var half = z * Create(0.5);
        var start = Doubles.One - half;
        var lost = (Doubles.One - start) - half;
        return start + FusedMultiplyAdd(z * z, Polynomial.At(z, CosineTable), FusedMultiplyAdd(-r, rest, lost));
    }

    /// <summary>The lanes of <paramref name="x"/> that are too large to reduce, by the scalar function.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Doubles ReplaceLarge(Doubles x, Doubles value, Func<double, double> function)
    {
        for (var lane = 0; lane < Doubles.Count; lane++)
        {
            if (Math.Abs(x[lane]) > LargestReducible) value = value.WithElement(lane, function(x[lane]));
        }

        return value;
    }

    private readonly struct SinOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            // sin(−0) = −0, and no sign survives the reduction.
            var value = CopySignOfZero(SinOf(x, 0), x);
            return GreaterThanAny(Abs(x), Create(LargestReducible)) ? ReplaceLarge(x, value, Math.Sin) : value;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Doubles CopySignOfZero(Doubles value, Doubles x) => ConditionalSelect(Vector512.Equals(x, Doubles.Zero), x, value);
    }

    private readonly struct CosOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var value = SinOf(x, 1);
            return GreaterThanAny(Abs(x), Create(LargestReducible)) ? ReplaceLarge(x, value, Math.Cos) : value;
        }
    }
}
