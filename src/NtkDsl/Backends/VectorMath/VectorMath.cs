namespace NtkDsl;

/// <summary>
/// Elementary functions of whole spans, eight elements at once. The error bound of each is in units in the last place (ulp) of the
/// exact value at the given arguments, and holds for all of them unless said otherwise.
/// </summary>
/// <remarks>
/// The bits of an element depend on its arguments alone: not on its position, on the length of the span or on the processor (sine and
/// cosine beyond 2³⁰ come from the platform). So kernel matrices are the same for every tiling. TensorPrimitives promises neither, and
/// its hyperbolic tangent loses digits near 0.
/// </remarks>
internal static partial class VectorMath
{
    /// <summary>eˣ, within 1 ulp.</summary>
    public static void Exp(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<ExpOperator>(x, result);

    /// <summary>eˣ − 1, within 2 ulp.</summary>
    public static void ExpMinusOne(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<ExpMinusOneOperator>(x, result);

    /// <summary>log x, within 1 ulp.</summary>
    public static void Log(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<LogOperator>(x, result);

    /// <summary>sin x, within 1 ulp.</summary>
    public static void Sin(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<SinOperator>(x, result);

    /// <summary>cos x, within 1 ulp.</summary>
    public static void Cos(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<CosOperator>(x, result);

    /// <summary>tanh x, within 2.5 ulp.</summary>
    public static void Tanh(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<TanhOperator>(x, result);

    /// <summary>1/(1 + e⁻ˣ), within 2 ulp.</summary>
    public static void Sigmoid(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<SigmoidOperator>(x, result);

    /// <summary>log(1 + eˣ), within 2 ulp.</summary>
    public static void Softplus(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<SoftplusOperator>(x, result);

    /// <summary>erf x = (2/√π) ∫₀ˣ e^{−t²} dt, within 2 ulp.</summary>
    public static void Erf(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<ErfOperator>(x, result);

    /// <summary>Φ(x) = erfc(−x/√2)/2, within 4 ulp.</summary>
    public static void NormalCdf(ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<NormalCdfOperator>(x, result);

    /// <summary>The angle of the point (x, y) in [−π, π], within 2 ulp; special values as in <see cref="Math.Atan2"/>.</summary>
    public static void Atan2(ReadOnlySpan<double> y, ReadOnlySpan<double> x, Span<double> result) => LaneFunctions.Map<Atan2Operator>(y, x, result);

    /// <summary>√(x² + y²) without overflow, within 1 ulp.</summary>
    public static void Hypot(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> result) => LaneFunctions.Map<HypotOperator>(x, y, result);

    /// <summary>
    /// θ = 2 atan2(√P, √Q) in [0, π], within 2 ulp where θ > 10⁻¹⁵⁰; negative arguments count as 0, and equal ones give π/2.
    /// </summary>
    public static void Angle(ReadOnlySpan<double> gap, ReadOnlySpan<double> coGap, Span<double> result) =>
        LaneFunctions.Map<AngleOperator>(gap, coGap, result);

    /// <summary>√P √Q/2, within 2 ulp; negative arguments count as 0.</summary>
    public static void Area(ReadOnlySpan<double> gap, ReadOnlySpan<double> coGap, Span<double> result) =>
        LaneFunctions.Map<AreaOperator>(gap, coGap, result);

    /// <summary>sin θ − θ cos θ for θ in [0, π], within 1.5 ulp.</summary>
    public static void SineMinus(ReadOnlySpan<double> theta, Span<double> result) => LaneFunctions.Map<SineMinusOperator>(theta, result);
}
