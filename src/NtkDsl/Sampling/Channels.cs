using System.Collections.Immutable;

namespace NtkDsl;

/// <summary>Channels that one dense layer emits, or those of the input.</summary>
/// <param name="Source">1 + the number of the layer's weights; 0 for the input, and for channels that keep their width.</param>
/// <param name="Nominal">How many channels the architecture states.</param>
/// <param name="Width">How many the finite network has.</param>
internal readonly record struct ChannelBlock(int Source, int Nominal, int Width);

/// <summary>
/// What flows between the layers of a finite network: one row for each example, one column for each channel. A network may have
/// more or fewer channels than its architecture states; averages over channels still weight each block by its stated share, so
/// that the limit of infinite width stays the same.
/// </summary>
/// <param name="Values">The values, traced.</param>
/// <param name="Blocks">Which columns come from which layer.</param>
internal sealed record Channels(Traced Values, ImmutableArray<ChannelBlock> Blocks)
{
    public int Nominal => Blocks.Sum(block => block.Nominal);

    public int Width => Values.Columns;

    /// <summary>The weights ω_c of the channels, with average 1; null if all are 1.</summary>
    public Matrix? Weights
    {
        get
        {
            var (nominal, width) = ((double)Nominal, Width);
            return Blocks.All(block => block.Nominal * (double)width == block.Width * nominal) ? null : new(1, width,
                [.. Blocks.SelectMany(block => Enumerable.Repeat(block.Nominal / nominal * width / block.Width, block.Width))]);
        }
    }

    public static Channels Of(Traced values, ChannelBlock block) => new(values, [block]);

    public static Channels Concat(IReadOnlyList<Channels> parts) =>
        new(Traced.Concat([.. parts.Select(part => part.Values)]), [.. parts.SelectMany(part => part.Blocks)]);

    public Channels Select(Func<Traced, Traced> map) => this with { Values = map(Values) };

    /// <summary>The values times √ω_c, so that plain inner products over channels are weighted ones.</summary>
    public Traced Weighted() => Weights is { } weights ? Values * (Traced)weights.Map(System.Numerics.Tensors.TensorPrimitives.Sqrt) : Values;

    /// <summary>(1/n) Σ_c ω_c h_c for each row of a matrix with these channels, as a column.</summary>
    public Traced Average(Traced values) => 1.0 / Width * Traced.SumColumns(Weights is { } weights ? values * (Traced)weights : values);
}
