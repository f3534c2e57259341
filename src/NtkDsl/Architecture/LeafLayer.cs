namespace NtkDsl;

/// <summary>A layer that is not made of other layers. It has a rule for infinite width and one for finite networks.</summary>
public abstract record LeafLayer : Architecture
{
    private protected LeafLayer()
    {
    }

    internal sealed override T Walk<T>(Walk<T> walk, T input) => walk.Leaf(this, input);

    /// <summary>The kernel rule: what the layer makes of the signal that reaches it.</summary>
    internal abstract Signal Propagate(KernelBuilder kernel, Signal input);

    /// <summary>The finite rule: what the layer of a sampled network makes of the channels that reach it.</summary>
    internal abstract Channels Forward(ForwardPass pass, Channels input);
}
