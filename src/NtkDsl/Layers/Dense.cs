namespace NtkDsl;

/// <summary>A fully connected layer: K′ = σ_w² E h h′ + v_b and Θ′ = γ_w E h h′ + γ_b + σ_w² Σ E ∂h ∂h′ Θ, with the scales of its <see cref="WeightSettings"/>.</summary>
/// <remarks>Source: Jacot, Gabriel and Hongler (2018).</remarks>
public sealed record DenseLayer : LeafLayer
{
    internal DenseLayer(int width, WeightSettings weights)
    {
        Width = width > 0 ? width : throw new NtkDslException(Messages.WidthNotPositive(width));
        Weights = weights;
    }

    /// <summary>The number of output channels: the width of finite networks, and the weight of this branch in a concatenation.</summary>
    public int Width { get; }

    /// <summary>How the weights are scaled, drawn and trained.</summary>
    public WeightSettings Weights { get; }

    internal override Signal Propagate(KernelBuilder kernel, Signal input) => Signal.Of(Width, kernel.NewField(Weights, input));

    internal override Channels Forward(ForwardPass pass, Channels input) => pass.Dense(this, input);
}

/// <summary>
/// The vocabulary: every layer and activation by name. <c>using static NtkDsl.Layers;</c> in C#, <c>open type NtkDsl.Layers</c> in F#;
/// the text form has the same words in camelCase.
/// </summary>
public static partial class Layers
{
    /// <summary>A fully connected layer, h ↦ (σ_w/√n) W h + σ_b b: K′ = σ_w² E h h′ + σ_b².</summary>
    /// <remarks>See <see cref="WeightSettings"/> for all settings in formulas.</remarks>
    /// <param name="width">The number of output channels.</param>
    /// <param name="sigmaW">σ_w; 1 if not given.</param>
    /// <param name="sigmaB">σ_b; 0 if not given.</param>
    /// <param name="parameterization">How weights are scaled.</param>
    /// <param name="bias">False for a layer without bias.</param>
    /// <param name="biasInit">Whether the bias starts normally distributed or at 0.</param>
    /// <param name="learningRate">Multiplier λ of the learning rate for the weights; 1 if not given.</param>
    /// <param name="biasLearningRate">Multiplier λ_b of the learning rate for the bias; 1 if not given.</param>
    /// <param name="trainable">False for a frozen layer.</param>
    /// <param name="init">How the weights of finite networks are drawn.</param>
    /// <exception cref="NtkDslException">The width is not positive.</exception>
    public static Architecture Dense(
        int width,
        Expr? sigmaW = null,
        Expr? sigmaB = null,
        Parameterization parameterization = Parameterization.Ntk,
        bool bias = true,
        BiasInit biasInit = BiasInit.Gaussian,
        Expr? learningRate = null,
        Expr? biasLearningRate = null,
        bool trainable = true,
        WeightInit init = WeightInit.Gaussian) => new DenseLayer(width, new()
        {
            SigmaW = sigmaW ?? 1,
            SigmaB = sigmaB ?? 0,
            Parameterization = parameterization,
            Bias = bias,
            BiasInit = biasInit,
            LearningRate = learningRate ?? 1,
            BiasLearningRate = biasLearningRate ?? 1,
            Trainable = trainable,
            Init = init,
        });
}
