using static NtkDsl.Expr;

namespace NtkDsl;

/// <summary>
/// h ↦ (h − μ)/√(v + ε) with mean μ and variance v over the channels. At infinite width μ and v are the expectations E h and E h² − μ²,
/// functions of the input x alone: K′ = (K − μμ′)/√(vv′), Θ′ = Θ/√(vv′).
/// </summary>
/// <remarks>Source: Ba, Kiros and Hinton (2016). Without trained gain and bias.</remarks>
public sealed record LayerNormLayer : LeafLayer
{
    internal LayerNormLayer(Expr epsilon) => Epsilon = epsilon;

    /// <summary>ε, added to the variance.</summary>
    public Expr Epsilon { get; }

    internal override Signal Propagate(KernelBuilder kernel, Signal input)
    {
        var mean = kernel.Moments.Average(input, Site.X);
        var variance = kernel.Moments.Average(input, input, Site.X, Site.X).C - (mean * mean);
        var centred = mean.IsZero ? input : input.Select(h => h - mean);
        return centred.Times(1 / Sqrt(variance + Epsilon));
    }

    internal override Channels Forward(ForwardPass pass, Channels input)
    {
        var centred = input.Values - input.Average(input.Values);
        var deviation = Traced.Sqrt(input.Average(centred * centred) + pass.Number(Epsilon));
        return input with { Values = centred / deviation };
    }
}

public static partial class Layers
{
    /// <summary>Normalises each example over its channels to mean 0 and variance 1.</summary>
    /// <param name="epsilon">ε, added to the variance; 1e-12 if not given.</param>
    public static Architecture LayerNorm(Expr? epsilon = null) => new LayerNormLayer(epsilon ?? Fraction(1, 1_000_000_000_000));
}
