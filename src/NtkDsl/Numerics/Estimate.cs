namespace NtkDsl;

/// <summary>The value of an integral ∫ F, a bound on its error judged from the computation itself, and ∫ |F|, the scale both are to be seen against.</summary>
/// <remarks>A value that is not finite is reported as NaN with an error of NaN.</remarks>
internal readonly record struct Estimate(double Value, double Error, double Magnitude)
{
    /// <summary>What is known of an integral one of whose function values is not finite.</summary>
    internal static Estimate Undefined { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>A function value as an integrand that is known up to rounding.</summary>
    internal static Estimate Exact(double value) => new(value, 0, Math.Abs(value));

    public static Estimate operator +(Estimate x, Estimate y) => new(x.Value + y.Value, x.Error + y.Error, x.Magnitude + y.Magnitude);

    public static Estimate operator *(double factor, Estimate x) => new(factor * x.Value, Math.Abs(factor) * x.Error, Math.Abs(factor) * x.Magnitude);
}
