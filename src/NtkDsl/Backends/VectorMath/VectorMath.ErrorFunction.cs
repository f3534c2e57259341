using System.Runtime.CompilerServices;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <content>The error function and the normal distribution.</content>
internal static partial class VectorMath
{
    private const double InverseSqrt2 = 0.7071067811865476;

    // Below this |y| the series of erf y is used, above it the tail.
    private const double TailStart = 0.5;

    // (erf y)/y − 1 as a function of y², for 0 ≤ y ≤ ½.
    private static ReadOnlySpan<double> ErfTable =>
    [
        0.12837916709551256,
        -0.37612638903183465,
        0.11283791670924521,
        -0.026866170632596092,
        0.005223977368031975,
        -0.0008548297293613887,
        0.0001205331176150985,
        -1.4845234592670369e-05,
        1.471932458711433e-06,
    ];

    // (1 + 2y) e^{y²} erfc y as a function of (y − 3)/(y + 3), for y ≥ ½ (after Shepherd and Laframboise 1981).
    private static ReadOnlySpan<double> ScaledTailTable =>
    [
        1.2530080582697296,
        -0.1356211061245812,
        -0.04756229435345113,
        0.1296451587027646,
        -0.11927366341527457,
        0.0683080273438275,
        -0.02377051491973242,
        0.002529391818810272,
        0.001888690375598653,
        -0.0007798323013408085,
        -0.00010515993685419814,
        0.0001250995538715465,
        4.950175204746584e-06,
        -2.010150817736996e-05,
        -7.336911444614495e-07,
        3.475413439009144e-06,
        3.6112101064358114e-07,
        -6.230754380927336e-07,
        -1.4642712756497675e-07,
        1.1068724286942059e-07,
        4.4048342959860424e-08,
        -2.0305515131898635e-08,
        -7.762290073275158e-09,
        3.406597126883169e-09,
    ];

    /// <summary>erf y for |y| ≤ ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles ErfNearZero(Doubles y) => FusedMultiplyAdd(y, Polynomial.At(y * y, ErfTable), y);

    /// <summary>e^{y²} erfc y for y ≥ ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles ScaledTail(Doubles y) =>
        Polynomial.At((y - Create(3.0)) / (y + Create(3.0)), ScaledTailTable) / FusedMultiplyAdd(y, Create(2.0), Doubles.One);

    /// <summary>exp(−factor·x²), with the rounding of x² carried along; the factor is a power of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles ExpOfMinusSquare(Doubles x, double factor)
    {
        var square = x * x;
        return Exp(square * Create(-factor), FusedMultiplyAdd(x, x, -square) * Create(-factor));
    }

    private readonly struct ErfOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            // erf rounds to 1 from 6 on.
            var y = Abs(x);
            y = ConditionalSelect(GreaterThan(y, Create(6.0)), Create(6.0), y);
            var far = Doubles.One - (ExpOfMinusSquare(y, 1) * ScaledTail(y));
            return ConditionalSelect(LessThan(y, Create(TailStart)), ErfNearZero(x), CopySign(far, x));
        }
    }

    private readonly struct NormalCdfOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            // Φ(−40) is below the smallest number.
            var y = Abs(x);
            y = ConditionalSelect(GreaterThan(y, Create(40.0)), Create(40.0), y);
            var tail = ExpOfMinusSquare(y, 0.5) * ScaledTail(y * Create(InverseSqrt2)) * Create(0.5);
            var far = ConditionalSelect(LessThan(x, Doubles.Zero), tail, Doubles.One - tail);
            var near = FusedMultiplyAdd(ErfNearZero(x * Create(InverseSqrt2)), Create(0.5), Create(0.5));
            return ConditionalSelect(LessThan(y * Create(InverseSqrt2), Create(TailStart)), near, far);
        }
    }
}
