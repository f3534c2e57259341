namespace NtkDsl;

/// <summary>h ↦ h + s·f(h). Where f does not end in a dense layer, h and f(h) are dependent, and that is accounted for exactly.</summary>
/// <remarks>Source: He et al. (2016); for its kernels Huang et al. (2020), Belfer et al. (2021), Littwin et al. (2020).</remarks>
public sealed record ResidualLayer : Architecture
{
    internal ResidualLayer(Architecture branch, Expr scale) => (F, Scale) = (branch, scale);

    /// <summary>The branch f.</summary>
    public Architecture F { get; }

    /// <summary>The factor s of the branch.</summary>
    public Expr Scale { get; }

    internal override T Walk<T>(Walk<T> walk, T input)
    {
        var skip = walk.Name(input);
        var branch = walk.Visit("branch", F, skip);
        return walk.Sum([skip, Scale.IsOne ? branch : walk.Scale(Scale, walk.Name(branch))]);
    }
}

public static partial class Layers
{
    /// <summary>h ↦ h + scale·f(h), exact also where f(h) depends on h, as in <c>Residual(Relu)</c>.</summary>
    /// <param name="f">The branch; its output is as wide as its input.</param>
    /// <param name="scale">The factor of the branch; 1 if not given.</param>
    public static Architecture Residual(Architecture f, Expr? scale = null) => new ResidualLayer(f, scale ?? 1);
}
