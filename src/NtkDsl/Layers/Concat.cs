namespace NtkDsl;

/// <summary>h ↦ [f₁(h); f₂(h); …] over channels: K = Σ w_k K_k and Θ = Σ w_k Θ_k with w_k = n_k/Σn.</summary>
public sealed record ConcatLayer : Architecture
{
    internal ConcatLayer(EquatableList<Architecture> branches) => Branches = branches;

    /// <summary>The branches; their widths are the weights.</summary>
    public EquatableList<Architecture> Branches { get; }

    internal override T Walk<T>(Walk<T> walk, T input) => walk.Concat(walk.VisitAll(Branches, input));
}

/// <summary>
/// n blocks, each of which sees the concatenation of the input and of all blocks before it: h ↦ [h; f₁(h)] ↦ [h; f₁; f₂] ↦ …
/// </summary>
/// <remarks>Source: Huang et al. (2017); for its kernels Littwin et al. (2020).</remarks>
public sealed record DenseNetLayer : Architecture
{
    internal DenseNetLayer(int n, Architecture block) =>
        (N, Block) = (n > 0 ? n : throw new NtkDslException(Messages.CountNotPositive("denseNet", n)), block);

    /// <summary>The number of blocks.</summary>
    public int N { get; }

    /// <summary>One block; each has weights of its own.</summary>
    public Architecture Block { get; }

    internal override T Walk<T>(Walk<T> walk, T input)
    {
        for (var i = 1; i <= N; i++)
        {
            input = walk.Concat([input, walk.Visit($"block {i}", Block, input)]);
        }

        return input;
    }
}

public static partial class Layers
{
    /// <summary>h ↦ [f₁(h); f₂(h); …] over channels, weighted by their widths.</summary>
    /// <param name="branches">One branch or more.</param>
    /// <exception cref="NtkDslException">There is no branch.</exception>
    public static Architecture Concat(params Architecture[] branches) => new ConcatLayer(NotEmpty("concat", branches));

    /// <summary>n blocks, each of which sees the concatenation of the input and of all blocks before it.</summary>
    /// <param name="n">The number of blocks.</param>
    /// <param name="block">One block; each of the n has weights of its own.</param>
    /// <exception cref="NtkDslException">n is not positive.</exception>
    public static Architecture DenseNet(int n, Architecture block) => new DenseNetLayer(n, block);
}
