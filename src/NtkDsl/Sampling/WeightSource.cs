using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Where the weights of a network come from when the walk through its layers first meets them.</summary>
internal abstract class WeightSource
{
    /// <summary>Weights of mean square 1 for the layer with this number.</summary>
    public abstract UnitWeights Draw(int index, DenseLayer layer, Channels input, int width);
}

/// <summary>All entries of all matrices, one after the other.</summary>
internal sealed class ExplicitSource(NormalStream stream) : WeightSource
{
    public override UnitWeights Draw(int index, DenseLayer layer, Channels input, int width) => layer.Weights.DrawUnits(stream, input.Width, width);
}

/// <summary>Matrices of which products are drawn as they are asked for: the same law, for a few examples.</summary>
internal sealed class ImplicitSource(NormalStream stream) : WeightSource
{
    private readonly NormalStream stream = stream;
    private readonly List<ImplicitUnits> layers = [];

    public override UnitWeights Draw(int index, DenseLayer layer, Channels input, int width)
    {
        ImplicitUnits drawn = new(FreshVectors.Of(stream, input.Width), FreshVectors.Of(stream, width), layer.Weights.DrawUnitBias(stream, width));
        layers.Add(drawn);
        return drawn.For(layer, stream);
    }

    /// <summary>
    /// The first or second half of a network that has been drawn: one of half the width, made of every other block of its numbers. It
    /// is a draw like any other, but its kernels are close to those of the whole.
    /// </summary>
    /// <param name="whole">The plan of the network that has been drawn.</param>
    /// <param name="half">0 or 1.</param>
    public WeightSource Half(NetworkPlan whole, int half) => new HalfSource(this, whole, half);

    private sealed class HalfSource(ImplicitSource drawn, NetworkPlan whole, int half) : WeightSource
    {
        public override UnitWeights Draw(int index, DenseLayer layer, Channels input, int width)
        {
            ImmutableArray<ChannelBlock> output = [new(index + 1, layer.Width, width)];
            var numbers = drawn.layers[index];
            return new ImplicitUnits(
                new(input.Width, k => Part(numbers.Inputs[k], input.Blocks)),
                new(width, k => Part(numbers.Outputs[k], output)),
                new(1, width, Part(numbers.Bias.Entries, output))).For(layer, drawn.stream);
        }

        private double[] Part(ReadOnlySpan<double> numbers, ImmutableArray<ChannelBlock> blocks)
        {
            var (part, at, to) = (new double[blocks.Sum(block => block.Width)], 0, 0);
            foreach (var (source, _, width) in blocks)
            {
                // Channels that are as many in both networks belong to both halves.
                var all = source == 0 ? width : whole.WidthOf(source - 1);
                numbers.Slice(at + (all == width ? 0 : half * width), width).CopyTo(part.AsSpan(to));
                (at, to) = (at + all, to + width);
            }

            return part;
        }
    }

    /// <summary>The numbers that the weights of a layer are made of.</summary>
    private sealed record ImplicitUnits(FreshVectors Inputs, FreshVectors Outputs, Matrix Bias)
    {
        public UnitWeights For(DenseLayer layer, NormalStream padding) =>
            new(new ImplicitMatrix(Inputs, Outputs, layer.Weights.Init == WeightInit.Orthogonal, padding), Bias);
    }
}
