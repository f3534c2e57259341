namespace NtkDsl;

/// <summary>
/// A walk of a signal through an architecture: the kernel's signal at infinite width, or the channels of a finite network. What a
/// single layer does with it, layers say for each walk; how layers are put together they say once, in the words of this class.
/// </summary>
/// <typeparam name="T">What flows between layers.</typeparam>
internal abstract class Walk<T>
    where T : notnull
{
    private readonly Stack<(string Step, Architecture Layer)> place = new();
    private readonly Dictionary<string, Architecture> shared = [];
    private string weightsPrefix = "";
    private int weightsCount;
    private int freshWeights;

    /// <summary>Where in the tree the walk is, for messages.</summary>
    public string Place => string.Join(" ▸ ", place.Reverse().Select(step => $"{step.Step} ({ArchitectureText.WordOf(step.Layer)})"));

    /// <summary>What leaves a layer that is reached by a step, such as "branch 2".</summary>
    public T Visit(string step, Architecture layer, T input)
    {
        place.Push((step, layer));
        Enter();
        var output = layer.Walk(this, input);
        place.Pop();
        return output;
    }

    /// <summary>What leaves each of several branches.</summary>
    public T[] VisitAll(IReadOnlyList<Architecture> branches, T input) =>
        [.. branches.Select((branch, i) => Visit($"branch {i + 1}", branch, input))];

    /// <summary>What leaves a layer whose weights are the same wherever its name recurs.</summary>
    public T VisitShared(string name, Architecture layer, T input)
    {
        if (!shared.TryAdd(name, layer) && shared[name] != layer)
        {
            throw new NtkDslException(Messages.SharedLayersDiffer(name, Place));
        }

        var outer = (weightsPrefix, weightsCount);
        (weightsPrefix, weightsCount) = ($"{name}/", 0);
        var output = Visit($"shared {name}", layer, input);
        (weightsPrefix, weightsCount) = outer;
        return output;
    }

    /// <summary>What a layer that is not made of others makes of its input.</summary>
    public abstract T Leaf(LeafLayer layer, T input);

    /// <summary>The channels of all parts, one part after the other.</summary>
    public abstract T Concat(IReadOnlyList<T> parts);

    /// <summary>The sum of signals of one width, channel by channel.</summary>
    public abstract T Sum(IReadOnlyList<T> terms);

    /// <summary>The product of signals of one width, channel by channel.</summary>
    public abstract T Product(IReadOnlyList<T> factors);

    /// <summary>A multiple of every channel.</summary>
    public abstract T Scale(Expr factor, T signal);

    /// <summary>Says that a signal is used more than once, so that a walk may give it a name.</summary>
    public virtual T Name(T signal) => signal;

    /// <summary>Identifies the weights of the layer that is visited; the same again where a shared layer recurs.</summary>
    protected string NextWeights() => weightsPrefix.Length > 0 ? $"{weightsPrefix}{weightsCount++}" : $"#{freshWeights++}";

    /// <summary>Called for each layer that is visited.</summary>
    protected virtual void Enter()
    {
    }
}
