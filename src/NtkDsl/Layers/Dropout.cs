namespace NtkDsl;

/// <summary>
/// h ↦ m ⊙ h/p with independent Bernoulli(p) masks m, drawn anew for each example: the kernels of an example with itself grow by 1/p,
/// those of different examples stay.
/// </summary>
/// <remarks>Source: Srivastava et al. (2014); for its kernels Schoenholz et al. (2017) and Novak et al. (2020).</remarks>
public sealed record DropoutLayer : LeafLayer
{
    internal DropoutLayer(Expr keep) => Keep = keep is Number { Value: var p } && (p.Sign <= 0 || p > 1)
        ? throw new NtkDslException(Messages.KeepOutOfRange(p.ToDouble()))
        : keep;

    /// <summary>p, the probability that a channel is kept.</summary>
    public Expr Keep { get; }

    internal override Signal Propagate(KernelBuilder kernel, Signal input)
    {
        var mask = kernel.NewMask(Keep);
        return input.Select(h => mask * h);
    }

    internal override Channels Forward(ForwardPass pass, Channels input)
    {
        var mask = pass.DropoutMask(pass.Number(Keep), input);
        return input.Select(h => mask * h);
    }
}

public static partial class Layers
{
    /// <summary>Keeps each channel with probability p and divides by p, as during training.</summary>
    /// <param name="keep">p, above 0 and at most 1.</param>
    /// <exception cref="NtkDslException">p is a number outside (0, 1].</exception>
    public static Architecture Dropout(Expr keep) => new DropoutLayer(keep);
}
