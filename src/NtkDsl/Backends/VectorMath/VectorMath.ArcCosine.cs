using System.Runtime.CompilerServices;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <content>The arc-cosine kernels of Cho and Saul (2009) as functions of the angle; the scalar twins are in Angles.cs.</content>
internal static partial class VectorMath
{
    // π²/4, 4/π and 1/3 as unevaluated sums.
    private const double SquareOfHalfPi = 2.4674011002723395;
    private const double SquareOfHalfPiRest = 1.5663238771849278e-16;
    private const double FourOverPi = 1.2732395447351628;
    private const double FourOverPiRest = -7.871470670072994e-17;
    private const double Third = 0.3333333333333333;
    private const double ThirdRest = 1.850371707708594e-17;

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

    // (π cos m/(π²/4 − m²) − 4/π)/m² as a function of m², for 0 ≤ m ≤ π/2: without its zero the cosine is easy to approximate.
    private static ReadOnlySpan<double> PiCosineTable =>
    [
        -0.12059522143638951,
        0.004176245387119199,
        -7.581975336150889e-05,
        8.497731082646692e-07,
        -6.470617050569187e-09,
        3.566878954566415e-11,
        -1.4889881584397065e-13,
        4.750054711835011e-16,
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
        return (isBeyond, smaller, AddPiCosine(smaller, m, rest));
    }

    /// <summary>s + π cos(m + rest) = s + (π²/4 − m²) (4/π + m² C(m²)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles AddPiCosine(Doubles s, Doubles m, Doubles rest)
    {
        var z = m * m;
        var distance = FusedMultiplyAdd(-m, m, Create(SquareOfHalfPi));
        var distanceRest = FusedMultiplyAdd(Create(-2.0) * m, rest, Create(SquareOfHalfPiRest));
        var slope = FusedMultiplyAdd(z, Polynomial.At(z, PiCosineTable), Create(FourOverPiRest));
        s = FusedMultiplyAdd(distanceRest, Create(FourOverPi), s);
        return FusedMultiplyAdd(distance, Create(FourOverPi), FusedMultiplyAdd(distance, slope, s));
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
}
