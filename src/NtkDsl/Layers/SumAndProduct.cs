namespace NtkDsl;

/// <summary>h ↦ f₁(h) + f₂(h) + …</summary>
public sealed record SumLayer : Architecture
{
    internal SumLayer(EquatableList<Architecture> branches) => Branches = branches;

    /// <summary>The branches, all of one width.</summary>
    public EquatableList<Architecture> Branches { get; }

    internal override T Walk<T>(Walk<T> walk, T input) => walk.Sum(walk.VisitAll(Branches, walk.Name(input)));
}

/// <summary>h ↦ f₁(h) ⊙ f₂(h) ⊙ …, channel by channel.</summary>
public sealed record ProductLayer : Architecture
{
    internal ProductLayer(EquatableList<Architecture> branches) => Branches = branches;

    /// <summary>The branches, all of one width.</summary>
    public EquatableList<Architecture> Branches { get; }

    internal override T Walk<T>(Walk<T> walk, T input) => walk.Product(walk.VisitAll(Branches, walk.Name(input)));
}

public static partial class Layers
{
    /// <summary>h ↦ f₁(h) + f₂(h) + …; branches that share a source are dependent, and <c>Sum(Identity, Identity)</c> has kernel 4K.</summary>
    /// <param name="branches">One branch or more, all of one width.</param>
    /// <exception cref="NtkDslException">There is no branch.</exception>
    public static Architecture Sum(params Architecture[] branches) => new SumLayer(NotEmpty("sum", branches));

    /// <summary>h ↦ f₁(h) ⊙ f₂(h) ⊙ …, channel by channel: a gate.</summary>
    /// <param name="branches">One branch or more, all of one width.</param>
    /// <exception cref="NtkDslException">There is no branch.</exception>
    public static Architecture Product(params Architecture[] branches) => new ProductLayer(NotEmpty("product", branches));

    private static EquatableList<Architecture> NotEmpty(string word, Architecture[] branches) =>
        branches.Length > 0 ? [.. branches] : throw new NtkDslException(Messages.NoBranches(word));
}
