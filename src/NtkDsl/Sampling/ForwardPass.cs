namespace NtkDsl;

/// <summary>One walk of a signal through the layers of a finite network; the counterpart of <see cref="KernelBuilder"/>.</summary>
internal abstract class ForwardPass(NetworkNumbers numbers) : Walk<Channels>
{
    private readonly Dictionary<string, int> weights = [];

    public double Number(Expr expression) => numbers.Of(expression);

    public abstract Channels Dense(DenseLayer layer, Channels input);

    public abstract Func<Traced, Traced> FunctionOf(Activation activation);

    /// <summary>A matrix of independent numbers, 1/p with probability p and else 0, for the examples of a signal.</summary>
    public abstract Traced DropoutMask(double keep, Channels input);

    public override Channels Leaf(LeafLayer layer, Channels input) => layer.Forward(this, input);

    public override Channels Concat(IReadOnlyList<Channels> parts) => Channels.Concat(parts);

    public override Channels Sum(IReadOnlyList<Channels> terms) => Combine((x, y) => x + y, terms);

    public override Channels Product(IReadOnlyList<Channels> factors) => Combine((x, y) => x * y, factors);

    public override Channels Scale(Expr factor, Channels signal) => signal.Select(h => Number(factor) * h);

    /// <summary>The number of the weights of the dense layer that is visited; the same again where a shared layer recurs.</summary>
    protected int NumberOfWeights()
    {
        var key = NextWeights();
        if (!weights.TryGetValue(key, out var number))
        {
            weights[key] = number = weights.Count;
        }

        return number;
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

    /// <summary>Joins signals of one width channel by channel.</summary>
    private Channels Combine(Func<Traced, Traced, Traced> join, IReadOnlyList<Channels> signals) =>
        signals.Skip(1).Aggregate(signals[0], (left, right) => Align(left, right) with { Values = join(left.Values, right.Values) });
}
