namespace NtkDsl;

/// <summary>
/// A layer whose weights are the same wherever its name recurs. Fields that share weights are dependent:
/// K_ij = σ_w² E h_i h_j′ + σ_b² between the places i and j.
/// </summary>
public sealed record SharedLayer : Architecture
{
    internal SharedLayer(string name, Architecture layer) =>
        (Name, Layer) = (ArchitectureText.IsWord(name) ? name : throw new NtkDslException(Messages.BadSharedName(name)), layer);

    /// <summary>What identifies the weights.</summary>
    public string Name { get; }

    /// <summary>The layer, the same wherever the name recurs.</summary>
    public Architecture Layer { get; }

    internal override T Walk<T>(Walk<T> walk, T input) => walk.VisitShared(Name, Layer, input);
}

public static partial class Layers
{
    /// <summary>A layer whose weights are the same wherever the name recurs in the architecture.</summary>
    /// <param name="name">A letter followed by letters and digits.</param>
    /// <param name="layer">The layer, the same wherever the name recurs.</param>
    /// <exception cref="NtkDslException">The name is not a word.</exception>
    public static Architecture Shared(string name, Architecture layer) => new SharedLayer(name, layer);
}
