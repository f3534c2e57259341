namespace NtkDsl;

/// <summary>h ↦ s·h: K′ = s²K, Θ′ = s²Θ.</summary>
public sealed record ScaleLayer : Architecture
{
    internal ScaleLayer(Expr factor) => Factor = factor;

    /// <summary>s.</summary>
    public Expr Factor { get; }

    internal override T Walk<T>(Walk<T> walk, T input) => walk.Scale(Factor, input);
}

public static partial class Layers
{
    /// <summary>h ↦ factor·h.</summary>
    /// <param name="factor">Any number or free parameter.</param>
    public static Architecture Scale(Expr factor) => new ScaleLayer(factor);
}
