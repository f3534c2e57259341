namespace NtkDsl;

/// <summary>
/// Walks an architecture without examples, to find how many channels each dense layer of a finite network gets. A width that
/// overrides the stated ones applies to hidden layers; channels that meet in a sum or a product stay equally many.
/// </summary>
internal sealed class WidthPlanner : ForwardPass
{
    private readonly NetworkNumbers numbers;
    private readonly List<(DenseLayer Layer, Channels Input)> layers = [];
    private readonly List<int> parents = [0];
    private readonly Channels output;

    public WidthPlanner(Architecture architecture, int features, NetworkNumbers numbers)
        : base(numbers)
    {
        this.numbers = numbers;
        output = architecture.Walk(this, Empty(new(0, features, features)));
    }

    /// <summary>True if an activation jumps, whose derivative the tape takes to be 0: so the gradient of a finite network misses part of that of its expectation.</summary>
    public bool HasJump { get; private set; }

    /// <summary>True if an activation has a surrogate gradient.</summary>
    public bool HasSurrogate { get; private set; }

    /// <summary>The widths of the dense layers by the number of their weights.</summary>
    /// <param name="width">Replaces the widths of hidden layers.</param>
    /// <param name="outputs">Replaces the width of the layer that ends the network, or of each part of a concatenation at the end.</param>
    public int[] Widths(int? width, int? outputs)
    {
        var outputRoots = output.Blocks.Select(block => Root(block.Source)).ToHashSet();
        return [.. layers.Select((layer, i) => Root(i + 1) switch
        {
            var root when root == Root(0) => layer.Layer.Width,
            var root when outputRoots.Contains(root) => outputs ?? layer.Layer.Width,
            _ => width ?? layer.Layer.Width,
        })];
    }

    public override Channels Dense(DenseLayer layer, Channels input)
    {
        var index = NumberOfWeights();
        if (index < layers.Count)
        {
            Align(layers[index].Input, input);
        }
        else
        {
            layers.Add((layer, input));
            parents.Add(index + 1);
        }

        return Empty(new(index + 1, layer.Width, layer.Width));
    }

    public override Func<Traced, Traced> FunctionOf(Activation activation)
    {
        HasJump |= Shapes.HasJump(activation.Function);
        HasSurrogate |= activation.Surrogate is not null;
        return TapeFunction.Compile(activation, numbers.Of, surrogates: false);
    }

    public override Traced DropoutMask(double keep, Channels input) => keep is > 0 and <= 1
        ? input.Values
        : throw new NtkDslException(Messages.KeepOutOfRange(keep));

    protected override void Tie(ChannelBlock left, ChannelBlock right) => parents[Math.Max(Root(left.Source), Root(right.Source))] = Math.Min(Root(left.Source), Root(right.Source));

    private int Root(int block) => parents[block] == block ? block : Root(parents[block]);

    private static Channels Empty(ChannelBlock block) => Channels.Of(new Matrix(0, block.Nominal, []), block);
}
