using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>
/// The weights of one network. They are drawn when they are first met, in the order of the layers, and depend on the seed and the
/// number of the draw alone.
/// </summary>
internal sealed class SampledWeights
{
    private readonly List<UnitWeights> units = [];
    private readonly List<DenseWeights> layers = [];
    private readonly Func<int, DenseLayer, Channels, int, UnitWeights> draw;
    private readonly ulong maskSeed;

    public SampledWeights(NetworkPlan plan, ulong seed, ulong number)
    {
        var stream = new NormalStream(seed, number);
        Plan = plan;
        draw = (_, layer, input, width) => layer.Weights.DrawUnits(stream, input.Width, width);
        maskSeed = BitConverter.DoubleToUInt64Bits(new NormalStream(~seed, number).Uniform());
    }

    private SampledWeights(NetworkPlan plan, SampledWeights original, Func<int, DenseLayer, Channels, int, UnitWeights> draw) =>
        (Plan, maskSeed, this.draw) = (plan, original.maskSeed, draw);

    public NetworkPlan Plan { get; }

    /// <summary>What training changes, with the multipliers of the learning rate.</summary>
    public IEnumerable<(Traced Values, double Rate)> Parameters => layers.SelectMany(layer => layer.Parameters);

    /// <summary>The weights with a number, drawn if they are met for the first time.</summary>
    public DenseWeights Of(int index, DenseLayer layer, ForwardPass pass, Channels input)
    {
        if (index == layers.Count)
        {
            units.Add(draw(index, layer, input, Plan.WidthOf(index)));
            layers.Add(layer.Weights.Initialise(units[index], pass, input));
        }

        return layers[index];
    }

    /// <summary>
    /// The first or second half of a network that has been drawn: one of half the width, made of every other block of its weights.
    /// It is a draw like any other, but close to its whole. Orthogonal matrices have no orthogonal halves and are drawn anew.
    /// </summary>
    /// <param name="plan">The plan of half the width.</param>
    /// <param name="half">0 or 1.</param>
    /// <param name="fresh">Where new numbers come from.</param>
    public SampledWeights Half(NetworkPlan plan, int half, NormalStream fresh)
    {
        return new(plan, this, (index, layer, input, width) =>
        {
            if (layer.Weights.Init == WeightInit.Orthogonal)
            {
                return layer.Weights.DrawUnits(fresh, input.Width, width);
            }

            var column = Start(index + 1, width);
            return new(Rows(units[index].Weight, input.Blocks).Slice(column, width), units[index].Bias.Slice(column, width));
        });

        // Channels that are as many in both networks belong to both halves.
        int WidthOf(int source, int width) => source == 0 ? width : Plan.WidthOf(source - 1);

        int Start(int source, int width) => WidthOf(source, width) == width ? 0 : half * width;

        Matrix Rows(Matrix whole, ImmutableArray<ChannelBlock> blocks)
        {
            var (entries, at, to) = (new double[blocks.Sum(block => block.Width) * whole.Columns], 0, 0);
            foreach (var (source, _, width) in blocks)
            {
                var rows = whole.Entries.Slice((at + Start(source, width)) * whole.Columns, width * whole.Columns);
                rows.CopyTo(entries.AsSpan(to));
                at += WidthOf(source, width);
                to += rows.Length;
            }

            return new(entries.Length / whole.Columns, whole.Columns, entries);
        }
    }

    /// <summary>Uniform numbers for the dropout masks of one layer and one example.</summary>
    public NormalStream MaskStream(int layer, int example) => new(maskSeed + (ulong)layer, (ulong)example);

    /// <summary>The network with other parameters, taken in the order of <see cref="Parameters"/>.</summary>
    public SampledWeights With(Func<Traced, Traced> next)
    {
        var changed = new SampledWeights(Plan, this, draw);
        changed.layers.AddRange(layers.Select(layer => layer.With(next)));
        return changed;
    }

    /// <summary>The output for some examples.</summary>
    /// <param name="x">One row for each example.</param>
    /// <param name="firstExample">The number of the first row, by which dropout masks are chosen.</param>
    /// <param name="surrogates">Whether derivatives are surrogate gradients where an activation has one.</param>
    public Channels Forward(Matrix x, int firstExample = 0, bool surrogates = false) =>
        Plan.Architecture.Walk(new Pass(this, firstExample, surrogates), Channels.Of(x, new(0, Plan.Features, Plan.Features)));

    private sealed class Pass(SampledWeights weights, int firstExample, bool surrogates) : ForwardPass(weights.Plan.Numbers)
    {
        private int masks;

        public override Channels Dense(DenseLayer layer, Channels input)
        {
            var index = NumberOfWeights();
            var drawn = weights.Of(index, layer, this, input);
            return Channels.Of(drawn.Apply(input.Weighted()), new(index + 1, layer.Width, drawn.Weight.Columns));
        }

        public override Func<Traced, Traced> FunctionOf(Activation activation) => weights.Plan.FunctionOf(activation, surrogates);

        public override Traced DropoutMask(double keep, Channels input)
        {
            var (rows, columns, layer) = (input.Values.Rows, input.Width, masks++);
            var mask = new double[rows * columns];
            for (var i = 0; i < rows; i++)
            {
                var stream = weights.MaskStream(layer, firstExample + i);
                foreach (ref var entry in mask.AsSpan(i * columns, columns))
                {
                    entry = stream.Uniform() < keep ? 1 / keep : 0;
                }
            }

            return new Matrix(rows, columns, mask);
        }
    }
}
