namespace NtkDsl;

/// <summary>One walk of a signal through the layers of a finite network; the counterpart of <see cref="KernelBuilder"/>.</summary>
internal abstract class ForwardPass(NetworkNumbers numbers)
{
    private readonly Dictionary<string, int> sharedWeights = [];
    private string sharedPrefix = "";
    private int sharedCount;
    private int distinctWeights;

    /// <summary>Where in the tree the walk is, for messages.</summary>
    protected virtual string Place => "";

    public double Number(Expr expression) => numbers.Of(expression);

    public abstract Channels Dense(DenseLayer layer, Channels input);

    public abstract Func<Traced, Traced> FunctionOf(Activation activation);

    /// <summary>A matrix of independent numbers, 1/p with probability p and else 0, for the examples of a signal.</summary>
    public abstract Traced DropoutMask(double keep, Channels input);

    public virtual Channels Visit(string step, Architecture layer, Channels input) => layer.Forward(this, input);

    public Channels[] VisitAll(IReadOnlyList<Architecture> branches, Channels input) =>
        [.. branches.Select((branch, i) => Visit($"branch {i + 1}", branch, input))];

    public virtual Channels VisitShared(string name, Architecture layer, Channels input)
    {
        var (outerPrefix, outerCount) = (sharedPrefix, sharedCount);
        (sharedPrefix, sharedCount) = ($"{name}/", 0);
        var output = Visit($"shared {name}", layer, input);
        (sharedPrefix, sharedCount) = (outerPrefix, outerCount);
        return output;
    }

    /// <summary>Joins signals of one width channel by channel.</summary>
    public Channels Combine(Func<Traced, Traced, Traced> join, params IReadOnlyList<Channels> signals) =>
        signals.Skip(1).Aggregate(signals[0], (left, right) => Align(left, right) with { Values = join(left.Values, right.Values) });

    /// <summary>The number of the weights of the dense layer that is visited; the same again where a shared layer recurs.</summary>
    protected int NextWeights()
    {
        if (sharedPrefix.Length == 0)
        {
            return distinctWeights++;
        }

        var key = $"{sharedPrefix}{sharedCount++}";
        if (!sharedWeights.TryGetValue(key, out var index))
        {
            sharedWeights[key] = index = distinctWeights++;
        }

        return index;
    }

    /// <summary>Two signals of one width: as many channels in corresponding blocks, or every channel as the architecture states it.</summary>
    protected Channels Align(Channels left, Channels right)
    {
        if (left.Nominal != right.Nominal)
        {
            throw new NtkDslException(Messages.WidthsDiffer($"{left.Nominal}", $"{right.Nominal}", Place));
        }

        if (left.Blocks.Select(block => block.Nominal).SequenceEqual(right.Blocks.Select(block => block.Nominal)))
        {
            foreach (var (x, y) in left.Blocks.Zip(right.Blocks))
            {
                Tie(x, y);
            }

            return left;
        }

        foreach (var block in left.Blocks.Concat(right.Blocks))
        {
            Tie(block, default);
        }

        return Channels.Of(left.Values, new(0, left.Nominal, left.Nominal));
    }

    /// <summary>Two blocks must have as many channels; the default block stands for those that keep their width.</summary>
    protected virtual void Tie(ChannelBlock left, ChannelBlock right)
    {
    }
}
