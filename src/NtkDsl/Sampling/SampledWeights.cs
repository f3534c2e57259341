namespace NtkDsl;

/// <summary>
/// The weights of one network. They are drawn when they are first met, in the order of the layers, and depend on the seed and the
/// number of the draw alone.
/// </summary>
internal sealed class SampledWeights
{
    private readonly List<DenseWeights> layers = [];
    private readonly WeightSource source;
    private readonly ulong maskSeed;

    private SampledWeights(NetworkPlan plan, WeightSource source, ulong maskSeed) => (Plan, this.source, this.maskSeed) = (plan, source, maskSeed);

    public NetworkPlan Plan { get; }

    /// <summary>What training changes, with the multipliers of the learning rate.</summary>
    public IEnumerable<(Traced Values, double Rate)> Parameters => layers.SelectMany(layer => layer.Parameters);

    /// <summary>A network with all its weights.</summary>
    public static SampledWeights Explicit(NetworkPlan plan, ulong seed, ulong number) =>
        new(plan, new ExplicitSource(new(seed, number)), MaskSeed(seed, number));

    /// <summary>A network of the same law, for one pass over a few examples, in time linear in its width; see <see cref="ImplicitMatrix"/>.</summary>
    public static SampledWeights Implicit(NetworkPlan plan, ulong seed, ulong number) =>
        new(plan, new ImplicitSource(new(seed, number)), MaskSeed(seed, number));

    /// <summary>A half of an implicit network that has been passed through; see <see cref="ImplicitSource.Half"/>.</summary>
    /// <param name="plan">The plan of half the width.</param>
    /// <param name="half">0 or 1.</param>
    public SampledWeights Half(NetworkPlan plan, int half) => new(plan, ((ImplicitSource)source).Half(Plan, half), maskSeed);

    /// <summary>The weights with a number, drawn if they are met for the first time.</summary>
    public DenseWeights Of(int index, DenseLayer layer, ForwardPass pass, Channels input)
    {
        if (index == layers.Count)
        {
            layers.Add(layer.Weights.Initialise(source.Draw(index, layer, input, Plan.WidthOf(index)), pass, input));
        }

        return layers[index];
    }

    /// <summary>Uniform numbers for the dropout masks of one layer and one example.</summary>
    public NormalStream MaskStream(int layer, int example) => new(maskSeed + (ulong)layer, (ulong)example);

    /// <summary>The network with other parameters, taken in the order of <see cref="Parameters"/>.</summary>
    public SampledWeights With(Func<Traced, Traced> next)
    {
        var changed = new SampledWeights(Plan, source, maskSeed);
        changed.layers.AddRange(layers.Select(layer => layer.With(next)));
        return changed;
    }

    /// <summary>The output for some examples.</summary>
    /// <param name="x">One row for each example.</param>
    /// <param name="firstExample">The number of the first row, by which dropout masks are chosen.</param>
    /// <param name="surrogates">Whether derivatives are surrogate gradients where an activation has one.</param>
    public Channels Forward(Matrix x, int firstExample = 0, bool surrogates = false) =>
        Plan.Architecture.Walk(new Pass(this, firstExample, surrogates), Channels.Of(x, new(0, Plan.Features, Plan.Features)));

    private static ulong MaskSeed(ulong seed, ulong number) => BitConverter.DoubleToUInt64Bits(new NormalStream(~seed, number).Uniform());

    private sealed class Pass(SampledWeights weights, int firstExample, bool surrogates) : ForwardPass(weights.Plan.Numbers)
    {
        private int masks;

        public override Channels Dense(DenseLayer layer, Channels input)
        {
            var index = NumberOfWeights();
            var drawn = weights.Of(index, layer, this, input);
            return Channels.Of(drawn.Apply(input.Weighted()), new(index + 1, layer.Width, weights.Plan.WidthOf(index)));
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
