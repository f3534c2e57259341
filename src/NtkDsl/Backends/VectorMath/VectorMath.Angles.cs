using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <content>The functions of the angle between two Gaussian variables: the scalar twins are in Function.Angles.cs and Angles.cs.</content>
internal static partial class VectorMath
{
    private const double PiRest = 2 * HalfPiRest;
    private const double SquareOfHalfPi = 2.4674011002723395;

    // Beyond these sums, 2⁵⁰⁰ and 2⁻⁴⁵⁰, squares would overflow or lose digits, unless scaled by 2⁶⁰⁰.
    private const double HypotLarge = 3.273390607896142e+150;
    private const double HypotSmall = 3.4395525670743494e-136;
    private const double HypotScaleUp = 4.149515568880993e+180;
    private const double HypotScaleDown = 1 / HypotScaleUp;

    // 1/3 as an unevaluated sum.
    private const double Third = 0.3333333333333333;
    private const double ThirdRest = 1.850371707708594e-17;

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

    // ((sin m − m cos m)/m³ − 1/3)/m² as a function of m², for 0 ≤ m ≤ π/2.
    private static ReadOnlySpan<double> SineMinusTable =>
    [
        -0.03333333333333333,
        0.0011904761904761897,
        -2.204585537918162e-05,
        2.505210838314066e-07,
        -1.9270852237558214e-09,
        1.0705997489075866e-11,
        -4.4968084735925935e-14,
        1.4415670526506398e-16,
    ];

    // π cos m/(π²/4 − m²) as a function of m², for 0 ≤ m ≤ π/2: without its zero the cosine is easy to approximate.
    private static ReadOnlySpan<double> PiCosineTable =>
    [
        1.2732395447351628,
        -0.12059522143638951,
        0.004176245387119179,
        -7.581975336143639e-05,
        8.497731081404101e-07,
        -6.470616936792765e-09,
        3.566873248055349e-11,
        -1.4888403432505958e-13,
        4.734595780221434e-16,
    ];

    /// <summary>
    /// Whether t lies beyond π/2, and S(m) and J(m) = S(m) + π cos m for S(m) = sin m − m cos m and m = min(t, π − t). There both terms
    /// of J are positive. Of sin t − t cos t and sin t + (π − t) cos t one is S(m), the other J(m).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Doubles IsBeyond, Doubles Smaller, Doubles Larger) OfNearerEnd(Doubles t)
    {
        var isBeyond = GreaterThan(t, Create(HalfPi));
        // Exact; a double cannot hold all of π, and the last digits of small supplements depend on its rest.
        var supplement = Create(Math.PI) - t;
        var whole = supplement + Create(PiRest);
        var m = ConditionalSelect(isBeyond, whole, t);
        var rest = ConditionalSelect(isBeyond, Create(PiRest) - (whole - supplement), Doubles.Zero);
        var smaller = CubeTimesRatio(m, rest);
        var distance = FusedMultiplyAdd(-m, m, Create(SquareOfHalfPi));
        var larger = FusedMultiplyAdd(distance, Polynomial.At(m * m, PiCosineTable), smaller);
        return (isBeyond, smaller, larger);
    }

    /// <summary>S(m + rest) = m³ (1/3 + m² M(m²)), with the rounding of m³ carried along.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles CubeTimesRatio(Doubles m, Doubles rest)
    {
        var z = m * m;
        var cube = z * m;
        var squareRest = FusedMultiplyAdd(m, m, -z);
        var cubeRest = FusedMultiplyAdd(z, m, -cube) + (m * squareRest) + (Create(3.0) * z * rest);
        var ratioRest = FusedMultiplyAdd(z, Polynomial.At(z, SineMinusTable), Create(ThirdRest));
        return FusedMultiplyAdd(cube, Create(Third), FusedMultiplyAdd(cube, ratioRest, cubeRest * Create(Third)));
    }

    private readonly struct SineMinusOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var (isBeyond, smaller, larger) = OfNearerEnd(x);
            return ConditionalSelect(isBeyond, larger, smaller);
        }
    }

    private readonly struct ArcCosineOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var (isBeyond, smaller, larger) = OfNearerEnd(x);
            return ConditionalSelect(isBeyond, smaller, larger);
        }
    }

    private readonly struct SineMinusAndArcCosineOperator : ITwinOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Doubles First, Doubles Second) Of(Doubles x)
        {
            var (isBeyond, smaller, larger) = OfNearerEnd(x);
            return (ConditionalSelect(isBeyond, larger, smaller), ConditionalSelect(isBeyond, smaller, larger));
        }
    }

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
            var angle = ConditionalSelect(isBeyond, Create(Math.PI) - nearer + Create(PiRest), nearer);
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
            var ratio = smaller / ConditionalSelect(isSteep, ordinate, abscissa);
            // 0/0 and ∞/∞, as IEEE 754 has them.
            ratio = ConditionalSelect(Vector512.Equals(smaller, Doubles.Zero), Doubles.Zero, ratio);
            ratio = ConditionalSelect(Vector512.Equals(smaller, Create(double.PositiveInfinity)), Doubles.One, ratio);
            var z = ratio * ratio;
            var angle = FusedMultiplyAdd(ratio * z, Polynomial.At(z, ArcTangentTable), ratio);
            angle = ConditionalSelect(isSteep, Create(HalfPi) - angle + Create(HalfPiRest), angle);
            angle = ConditionalSelect(IsNegative(y), Create(Math.PI) - angle + Create(PiRest), angle);
            return CopySign(angle, x);
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
    private static Doubles Positive(Doubles x) => ConditionalSelect(LessThan(x, Doubles.Zero), Doubles.Zero, x);
}
