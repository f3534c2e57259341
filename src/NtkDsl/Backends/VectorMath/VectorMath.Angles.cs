using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <content>Angles and lengths in the plane; the scalar twins of Angle and Area are in Function.Angles.cs.</content>
internal static partial class VectorMath
{
    private const double PiRest = 2 * HalfPiRest;

    // Beyond these sums, 2⁵⁰⁰ and 2⁻⁴⁵⁰, squares would overflow or lose digits, unless scaled by 2⁶⁰⁰.
    private const double HypotLarge = 3.273390607896142e+150;
    private const double HypotSmall = 3.4395525670743494e-136;
    private const double HypotScaleUp = 4.149515568880993e+180;
    private const double HypotScaleDown = 1 / HypotScaleUp;

    // (atan q − q)/q³ as a function of q², for 0 ≤ q ≤ 1.
    private static ReadOnlySpan<double> ArcTangentTable =>
    [
        -0.3333333333333333,
        0.19999999999999554,
        -0.14285714285648404,
        0.11111111107234799,
        -0.09090908969557403,
        0.07692305354678655,
        -0.06666636435777692,
        0.05882074956371294,
        -0.05261265735709454,
        0.04752086773576656,
        -0.04308119655330471,
        0.03872640214042632,
        -0.033750132001619734,
        0.027567942297344678,
        -0.020238706986393514,
        0.012756172907694298,
        -0.006575683344151699,
        0.002622977891906089,
        -0.0007518472526973822,
        0.0001368724853148122,
        -1.1832505417555692e-05,
    ];

    private readonly struct AngleOperator : IBinaryOperator
    {
        // With w = min/max the nearer of θ and π − θ is 2 atan √w, a square root times a polynomial in w.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x, Doubles y)
        {
            var (p, q) = (Positive(x), Positive(y));
            var isBeyond = GreaterThan(p, q);
            var w = ConditionalSelect(isBeyond, q, p) / ConditionalSelect(isBeyond, p, q);
            var root = Vector512.Sqrt(w);
            root += root;
            var nearer = FusedMultiplyAdd(root * w, Polynomial.At(w, ArcTangentTable), root);
            var angle = ConditionalSelect(isBeyond, Create(Math.PI) + (Create(PiRest) - nearer), nearer);
            return ConditionalSelect(Vector512.Equals(p, q), Create(HalfPi), angle);
        }
    }

    private readonly struct Atan2Operator : IBinaryOperator
    {
        // The first argument is the ordinate, as in Math.Atan2.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x, Doubles y)
        {
            var (ordinate, abscissa) = (Abs(x), Abs(y));
            var isSteep = GreaterThan(ordinate, abscissa);
            var smaller = ConditionalSelect(isSteep, abscissa, ordinate);
            var larger = ConditionalSelect(isSteep, ordinate, abscissa);
            // IEEE 754 has 1 for ∞/∞ and 0 for 0/0.
            var ratio = ConditionalSelect(Vector512.Equals(smaller, larger), Doubles.One, smaller / larger);
            ratio = ConditionalSelect(Vector512.Equals(larger, Doubles.Zero), smaller, ratio);
            var z = ratio * ratio;
            var angle = FusedMultiplyAdd(ratio * z, Polynomial.At(z, ArcTangentTable), ratio);
            // Measured from the nearest axis at 0, π/2 or π, either way.
            var isLeft = IsNegative(y);
            var axis = ConditionalSelect(isSteep, Create(HalfPi), isLeft & Create(Math.PI));
            var axisRest = ConditionalSelect(isSteep, Create(HalfPiRest), isLeft & Create(PiRest));
            angle = ConditionalSelect(isSteep ^ isLeft, -angle, angle);
            return CopySign(axis + (axisRest + angle), x);
        }
    }

    private readonly struct AreaOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x, Doubles y) => Vector512.Sqrt(Positive(x)) * Vector512.Sqrt(Positive(y)) * Create(0.5);
    }

    private readonly struct HypotOperator : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x, Doubles y)
        {
            var sum = Abs(x) + Abs(y);
            // Powers of two keep the squares in range, and cost no digit.
            var isLarge = GreaterThan(sum, Create(HypotLarge));
            var isSmall = LessThan(sum, Create(HypotSmall));
            var shrink = ConditionalSelect(isLarge, Create(HypotScaleDown), ConditionalSelect(isSmall, Create(HypotScaleUp), Doubles.One));
            var grow = ConditionalSelect(isLarge, Create(HypotScaleUp), ConditionalSelect(isSmall, Create(HypotScaleDown), Doubles.One));
            var (u, v) = (x * shrink, y * shrink);
            var length = Vector512.Sqrt(FusedMultiplyAdd(u, u, v * v)) * grow;
            // IEEE 754: a point at infinity is infinitely far away, even if its other coordinate is unknown.
            var isInfinite = IsPositiveInfinity(Abs(x)) | IsPositiveInfinity(Abs(y));
            return ConditionalSelect(isInfinite, Create(double.PositiveInfinity), length);
        }
    }

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles Positive(Doubles x) => ConditionalSelect(LessThanOrEqual(x, Doubles.Zero), Doubles.Zero, x);
}
