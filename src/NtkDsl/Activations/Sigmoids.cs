namespace NtkDsl;

public static partial class Layers
{
    /// <summary>u ↦ tanh u.</summary>
    public static Activation Tanh { get; } = Activation.Of("tanh", Expr.Tanh);

    /// <summary>u ↦ erf u = (2/√π) ∫₀ᵘ exp(−t²) dt.</summary>
    public static Activation Erf { get; } = Activation.Of("erf", Expr.Erf);

    /// <summary>u ↦ 1/(1 + e⁻ᵘ).</summary>
    public static Activation Sigmoid { get; } = Activation.Of("sigmoid", Expr.Sigmoid);

    /// <summary>u ↦ u·Φ(u), with the normal distribution function Φ (Hendrycks and Gimpel 2016).</summary>
    public static Activation Gelu { get; } = Activation.Of("gelu", u => u * Expr.NormalCdf(u));

    /// <summary>u ↦ log(1 + eᵘ).</summary>
    public static Activation Softplus { get; } = Activation.Of("softplus", Expr.Softplus);

    /// <summary>u ↦ u/(1 + e⁻ᵘ), also called SiLU.</summary>
    public static Activation Swish { get; } = Activation.Of("swish", u => u * Expr.Sigmoid(u));

    /// <summary>u ↦ u·tanh(log(1 + eᵘ)) (Misra 2019).</summary>
    public static Activation Mish { get; } = Activation.Of("mish", u => u * Expr.Tanh(Expr.Softplus(u)));
}
