namespace NtkDsl;

/// <summary>n copies of a block one after the other, each with weights of its own.</summary>
public sealed record RepeatLayer : Architecture
{
    internal RepeatLayer(int n, Architecture block) =>
        (N, Block) = (n > 0 ? n : throw new NtkDslException(Messages.CountNotPositive("repeat", n)), block);

    /// <summary>The number of copies.</summary>
    public int N { get; }

    /// <summary>What is repeated.</summary>
    public Architecture Block { get; }

    internal override T Walk<T>(Walk<T> walk, T input)
    {
        for (var i = 1; i <= N; i++)
        {
            input = walk.Visit($"copy {i}", Block, input);
        }

        return input;
    }
}

public static partial class Layers
{
    /// <summary>n copies of a block one after the other, each with weights of its own.</summary>
    /// <param name="n">The number of copies.</param>
    /// <param name="block">What is repeated.</param>
    /// <exception cref="NtkDslException">n is not positive.</exception>
    public static Architecture Repeat(int n, Architecture block) => new RepeatLayer(n, block);
}
