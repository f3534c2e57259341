namespace NtkDsl;

/// <summary>What is drawn for a dense layer: entries of mean square 1, before σ_w/√n and σ_b come in.</summary>
/// <param name="Weight">One row for each input channel and one column for each output channel.</param>
/// <param name="Bias">One row.</param>
internal sealed record UnitWeights(WeightMatrix Weight, Matrix Bias);

/// <summary>The sampled weights of a dense layer: z = s h W + t b, with factors s and t that belong to the parameterization.</summary>
internal sealed record DenseWeights
{
    /// <summary>W, one row for each input channel and one column for each output channel.</summary>
    public required WeightMatrix Weight { get; init; }

    /// <summary>s.</summary>
    public required double WeightFactor { get; init; }

    /// <summary>The multiplier of the learning rate for W.</summary>
    public required double WeightRate { get; init; }

    /// <summary>b, one row; null if there is none.</summary>
    public required Traced? Bias { get; init; }

    /// <summary>t.</summary>
    public required double BiasFactor { get; init; }

    /// <summary>The multiplier of the learning rate for b.</summary>
    public required double BiasRate { get; init; }

    /// <summary>False if the layer is frozen.</summary>
    public required bool IsTrainable { get; init; }

    /// <summary>What training changes, with the multipliers of the learning rate.</summary>
    public IEnumerable<(Traced Values, double Rate)> Parameters => !IsTrainable ? []
        : Bias is null ? [(Weight.Parameter, WeightRate)]
        : [(Weight.Parameter, WeightRate), (Bias, BiasRate)];

    /// <summary>z for each row h. Factors multiply the products, as <see cref="RowGradients"/> needs.</summary>
    public Traced Apply(Traced h)
    {
        var z = Weight.Multiply(h);
        z = WeightFactor == 1 ? z : WeightFactor * z;
        return Bias is null ? z : z + (BiasFactor * Traced.Repeat(Bias, h.Rows));
    }

    /// <summary>The same layer with other parameters, taken in the order of <see cref="Parameters"/>.</summary>
    public DenseWeights With(Func<Traced, Traced> next) => !IsTrainable ? this
        : this with { Weight = new ExplicitMatrix(next(Weight.Parameter)), Bias = Bias is null ? null : next(Bias) };
}
