namespace NtkDsl;

/// <summary>h ↦ s·h: K′ = s²K, Θ′ = s²Θ.</summary>
public sealed record ScaleLayer : Architecture
{
    internal ScaleLayer(Expr factor) => Factor = factor;

    /// <summary>s.</summary>
    public Expr Factor { get; }

    internal override Signal Propagate(KernelBuilder kernel, Signal input) => input.Select(h => Factor * h);

    internal override Channels Forward(ForwardPass pass, Channels input) => input.Select(h => pass.Number(Factor) * h);
}

public static partial class Layers
{
    /// <summary>h ↦ factor·h.</summary>
    /// <param name="factor">Any number or free parameter.</param>
    public static Architecture Scale(Expr factor) => new ScaleLayer(factor);
}
