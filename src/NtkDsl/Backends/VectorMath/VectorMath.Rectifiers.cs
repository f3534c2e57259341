using System.Runtime.CompilerServices;
using static System.Runtime.Intrinsics.Vector512;
using Doubles = System.Runtime.Intrinsics.Vector512<double>;

namespace NtkDsl;

/// <content>Functions with a kink or a jump at 0, all of them exact.</content>
internal static partial class VectorMath
{
    /// <summary>max(x, 0).</summary>
    public static void Relu(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<ReluOperator>(x, result);

    /// <summary>|x|.</summary>
    public static void Magnitude(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<MagnitudeOperator>(x, result);

    /// <summary>−1, 0 or 1; NaN for NaN.</summary>
    public static void Sign(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<SignOperator>(x, result);

    /// <summary>0, ½ or 1; NaN for NaN.</summary>
    public static void Step(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<StepOperator>(x, result);

    /// <summary>1/x, and 0 where x is 0.</summary>
    public static void Reciprocal(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<ReciprocalOperator>(x, result);

    private readonly struct ReciprocalOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x)
        {
            var y = Doubles.One / x;
            return ConditionalSelect(IsPositiveInfinity(Abs(y)), Doubles.Zero, y);
        }
    }

    private readonly struct ReluOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x) => Max(x, Doubles.Zero);
    }

    private readonly struct MagnitudeOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x) => Abs(x);
    }

    private readonly struct SignOperator : IUnaryOperator
    {
        // What is neither above nor below 0 is 0 or NaN, and its own sign.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x) =>
            ConditionalSelect(GreaterThan(x, Doubles.Zero), Doubles.One, ConditionalSelect(LessThan(x, Doubles.Zero), -Doubles.One, x + Doubles.Zero));
    }

    private readonly struct StepOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Doubles Of(Doubles x) => FusedMultiplyAdd(SignOperator.Of(x), Create(0.5), Create(0.5));
    }
}
