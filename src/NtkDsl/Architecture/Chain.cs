namespace NtkDsl;

/// <summary>Two or more layers one after the other; chains do not nest.</summary>
/// <remarks>Two chains are joined in constant time and laid out as a list when it is asked for, so that layers may be composed in a loop.</remarks>
public sealed record Chain : Architecture
{
    private readonly (Architecture First, Architecture Second) parts;
    private readonly Lazy<EquatableList<Architecture>> layers;

    private Chain(Architecture first, Architecture second) =>
        (parts, layers) = ((first, second), new(() => [.. Flatten(first, second)]));

    private Chain(EquatableList<Architecture> flat) => (parts, layers) = ((flat[0], flat[^1]), new(flat));

    /// <summary>The layers, first to last.</summary>
    public EquatableList<Architecture> Layers => layers.Value;

    /// <inheritdoc/>
    public bool Equals(Chain? other) => ReferenceEquals(this, other) || (other is not null && Layers.Equals(other.Layers));

    /// <inheritdoc/>
    public override int GetHashCode() => Layers.GetHashCode();

    internal static Architecture Of(Architecture first, Architecture second) => new Chain(first, second);

    internal static Architecture Of(IEnumerable<Architecture> layers)
    {
        EquatableList<Architecture> flat = [.. layers.SelectMany(layer => layer is Chain chain ? chain.Layers : (IEnumerable<Architecture>)[layer])];
        return flat.Count switch
        {
            0 => NtkDsl.Layers.Identity,
            1 => flat[0],
            _ => new Chain(flat),
        };
    }

    internal override T Walk<T>(Walk<T> walk, T input)
    {
        for (var i = 0; i < Layers.Count; i++)
        {
            input = walk.Visit($"{i + 1}", Layers[i], input);
        }

        return input;
    }

    /// <summary>Without recursion: a chain that was composed in a loop is as deep as it is long.</summary>
    private static List<Architecture> Flatten(Architecture first, Architecture second)
    {
        var flat = new List<Architecture>();
        var pending = new Stack<Architecture>([second, first]);
        while (pending.TryPop(out var next))
        {
            switch (next)
            {
                case Chain { layers.IsValueCreated: false, parts: var (left, right) }:
                    pending.Push(right);
                    pending.Push(left);
                    break;
                case Chain chain:
                    flat.AddRange(chain.Layers);
                    break;
                default:
                    flat.Add(next);
                    break;
            }
        }

        return flat;
    }
}
