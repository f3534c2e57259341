namespace NtkDsl;

public static partial class Layers
{
    /// <summary>u ↦ sin u.</summary>
    public static Activation Sin { get; } = Activation.Of("sin", Expr.Sin);

    /// <summary>u ↦ cos u.</summary>
    public static Activation Cos { get; } = Activation.Of("cos", Expr.Cos);

    /// <summary>u ↦ exp(−u²).</summary>
    public static Activation Gaussian { get; } = Activation.Of("gaussian", u => Expr.Exp(-(u * u)));

    /// <summary>u ↦ eᵘ.</summary>
    public static Activation Exp { get; } = Activation.Of("exp", Expr.Exp);

    /// <summary>u ↦ exp(−u²)·sin u.</summary>
    public static Activation Gabor { get; } = Activation.Of("gabor", u => Expr.Exp(-(u * u)) * Expr.Sin(u));

    /// <summary>u ↦ √2 sin(√(2γ)·u + π/4), whose dual is the radial basis function exp(−γ(a + b − 2c)) (Rahimi and Recht 2007).</summary>
    /// <param name="gamma">γ.</param>
    public static Activation Rbf(Expr gamma) =>
        Activation.Of("rbf", u => Expr.Sqrt(2) * Expr.Sin((Expr.Sqrt(2 * gamma) * u) + (Expr.Pi / 4)), gamma);

    /// <summary>u ↦ scale·exp(rate·u); the word is <c>exp(scale, rate)</c>.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="rate">The rate in the exponent.</param>
    [Word("exp")]
    public static Activation Exponential(Expr scale, Expr rate) => Activation.Of("exp", u => scale * Expr.Exp(rate * u), scale, rate);

    /// <summary>u ↦ amplitude·sin(frequency·u + phase); the word is <c>sin(amplitude, frequency, phase)</c>.</summary>
    /// <param name="amplitude">The factor.</param>
    /// <param name="frequency">The factor of u.</param>
    /// <param name="phase">The offset in radians.</param>
    [Word("sin")]
    public static Activation Sine(Expr amplitude, Expr frequency, Expr phase) =>
        Activation.Of("sin", u => amplitude * Expr.Sin((frequency * u) + phase), amplitude, frequency, phase);
}
