namespace NtkDsl;

/// <summary>Two or more layers one after the other; chains do not nest.</summary>
public sealed record Chain : Architecture
{
    private Chain(EquatableList<Architecture> layers) => Layers = layers;

    /// <summary>The layers, first to last.</summary>
    public EquatableList<Architecture> Layers { get; }

    internal static Architecture Of(params IEnumerable<Architecture> layers)
    {
        EquatableList<Architecture> flat = [.. layers.SelectMany(layer => layer is Chain chain ? chain.Layers : (IEnumerable<Architecture>)[layer])];
        return flat.Count switch
        {
            0 => NtkDsl.Layers.Identity,
            1 => flat[0],
            _ => new Chain(flat),
        };
    }

    internal override Signal Propagate(KernelBuilder kernel, Signal input)
    {
        for (var i = 0; i < Layers.Count; i++)
        {
            input = kernel.Visit($"{i + 1}", Layers[i], input);
        }

        return input;
    }

    internal override Channels Forward(ForwardPass pass, Channels input)
    {
        for (var i = 0; i < Layers.Count; i++)
        {
            input = pass.Visit($"{i + 1}", Layers[i], input);
        }

        return input;
    }
}
