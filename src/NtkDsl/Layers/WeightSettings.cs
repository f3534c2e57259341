namespace NtkDsl;

/// <summary>How the weights of a layer are scaled; see <see cref="WeightSettings"/>.</summary>
public enum Parameterization
{
    /// <summary>z = (σ_w/√n) W h + σ_b b with W, b ~ N(0, 1); the gradient reaches W through σ_w/√n (Jacot et al. 2018).</summary>
    Ntk,

    /// <summary>z = W h + b with W ~ N(0, σ_w²/n), b ~ N(0, σ_b²), as in most training code.</summary>
    Standard,
}

/// <summary>How a bias starts.</summary>
public enum BiasInit
{
    /// <summary>Normally distributed with variance σ_b².</summary>
    Gaussian,

    /// <summary>At 0; in NTK parameterization its gradient still carries the scale σ_b.</summary>
    Zero,
}

/// <summary>How the weights of a finite network are drawn. The infinite-width kernels are the same for both.</summary>
public enum WeightInit
{
    /// <summary>Independent normal entries.</summary>
    Gaussian,

    /// <summary>A Haar-distributed orthogonal matrix, scaled to the same variance.</summary>
    Orthogonal,
}

/// <summary>
/// How the weights and biases of a layer are scaled, drawn and trained: variances σ_w² and v_b at initialisation, and the gradient
/// scales γ_w, γ_b with which they enter the NTK.
/// </summary>
/// <remarks>
/// NTK parameterization has γ_w = λσ_w² and γ_b = λ_b σ_b²; the standard one γ_w = λ·fan-in and γ_b = λ_b; a frozen layer has neither.
/// Sources: Jacot, Gabriel and Hongler (2018); Lee et al. (2019); Sohl-Dickstein et al., "On the infinite width limit of neural
/// networks with a standard parameterization" (2020).
/// </remarks>
public sealed record WeightSettings
{
    internal WeightSettings()
    {
    }

    /// <summary>σ_w.</summary>
    public Expr SigmaW { get; internal init; } = 1;

    /// <summary>σ_b.</summary>
    public Expr SigmaB { get; internal init; } = 0;

    /// <summary>How the weights are scaled.</summary>
    public Parameterization Parameterization { get; internal init; }

    /// <summary>Whether there is a bias at all.</summary>
    public bool Bias { get; internal init; } = true;

    /// <summary>How the bias starts.</summary>
    public BiasInit BiasInit { get; internal init; }

    /// <summary>λ, the multiplier of the learning rate for the weights.</summary>
    public Expr LearningRate { get; internal init; } = 1;

    /// <summary>λ_b, the multiplier of the learning rate for the biases.</summary>
    public Expr BiasLearningRate { get; internal init; } = 1;

    /// <summary>False if the layer is frozen at its initial values.</summary>
    public bool Trainable { get; internal init; } = true;

    /// <summary>How the weights of finite networks are drawn.</summary>
    public WeightInit Init { get; internal init; }

    /// <summary>σ_w².</summary>
    internal Expr WeightVariance => SigmaW * SigmaW;

    /// <summary>v_b, the variance of the bias at initialisation.</summary>
    internal Expr BiasVariance => Bias && BiasInit == BiasInit.Gaussian ? SigmaB * SigmaB : 0;

    /// <summary>γ_w.</summary>
    internal Expr WeightGradientScale(Expr fanIn) => !Trainable ? 0
        : LearningRate * (Parameterization == Parameterization.Ntk ? WeightVariance : fanIn);

    /// <summary>γ_b.</summary>
    internal Expr BiasGradientScale => !Trainable || !Bias ? 0
        : BiasLearningRate * (Parameterization == Parameterization.Ntk ? SigmaB * SigmaB : 1);

    /// <summary>Matrices of mean square 1, from which the weights and the bias are made.</summary>
    internal UnitWeights DrawUnits(NormalStream stream, int fanIn, int width) => new(
        new ExplicitMatrix(Init == WeightInit.Orthogonal ? OrthogonalMatrix.Draw(stream, fanIn, width) : stream.Matrix(fanIn, width)),
        DrawUnitBias(stream, width));

    /// <summary>A row of mean square 1, from which the bias is made; zeros if it starts there.</summary>
    internal Matrix DrawUnitBias(NormalStream stream, int width) =>
        !Bias || BiasInit == BiasInit.Zero ? Matrix.Filled(1, width, 0) : stream.Matrix(1, width);

    /// <summary>Weights and biases at initialisation, with the factors that stand before them in z.</summary>
    internal DenseWeights Initialise(UnitWeights units, ForwardPass pass, Channels input)
    {
        var (sigmaW, sigmaB) = (pass.Number(SigmaW) / Math.Sqrt(input.Width), pass.Number(SigmaB));
        var ntk = Parameterization == Parameterization.Ntk;
        var hasBias = Bias && !(ntk && sigmaB == 0);
        return new()
        {
            Weight = ntk ? units.Weight : units.Weight.Times(sigmaW),
            WeightFactor = ntk ? sigmaW : 1,

            // The gradient scale λ·fan-in of the standard parameterization is meant for the stated fan-in, whatever the sampled one.
            WeightRate = pass.Number(LearningRate) * (ntk ? 1 : (double)input.Nominal / input.Width),
            Bias = !hasBias ? null : (Traced)(ntk ? units.Bias : units.Bias.Times(sigmaB)),
            BiasFactor = ntk ? sigmaB : 1,
            BiasRate = pass.Number(BiasLearningRate),
            IsTrainable = Trainable,
        };
    }
}
