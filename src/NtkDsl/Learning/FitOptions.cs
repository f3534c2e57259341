namespace NtkDsl;

/// <summary>How a Gaussian process is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>What is maximised.</summary>
    public Evidence Objective { get; init; } = Evidence.LogMarginalLikelihood;

    /// <summary>
    /// The intervals of the free parameters by name, and of the noise under <see cref="GaussianProcess.NoiseName"/>;
    /// those not named are <see cref="DefaultBounds"/> and <see cref="DefaultNoiseBounds"/>, in the scale of the targets.
    /// </summary>
    public IReadOnlyDictionary<string, ParameterBounds> Bounds { get; init; } = new Dictionary<string, ParameterBounds>();

    /// <summary>
    /// The names of parameters that keep the values that are bound, and of the noise if it keeps the value that is given, under
    /// <see cref="GaussianProcess.NoiseName"/>.
    /// </summary>
    public IReadOnlyCollection<string> Fixed { get; init; } = [];

    /// <summary>
    /// Whether each feature x_k of the points is scaled by a free parameter of its own, ⟨x, x′⟩ = Σ_k w_k x_k x′_k: the prior variance of the weights
    /// of that input ("automatic relevance determination"; a network reads off which inputs it needs). See <see cref="FitReport{TModel}.Relevances"/>.
    /// </summary>
    /// <remarks>Source: MacKay (1994) and Neal (1996) for networks, Rasmussen and Williams (2006), section 5.1, for Gaussian processes.</remarks>
    public bool FitsRelevances { get; init; }

    /// <summary>The names of the features in what is told of their relevances; 1, 2, … if not given.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>The number of starts: the first from the values that are bound, or the middle of the interval; the others random.</summary>
    public int Starts { get; init; } = 5;

    /// <summary>The seed of the random starts.</summary>
    public long Seed { get; init; }

    /// <summary>The largest number of iterations of a start.</summary>
    public int MaximumIterations { get; init; } = 200;

    /// <summary>Whether the curvature at the best point is measured, for standard errors and flat directions: two evaluations for each parameter.</summary>
    public bool MeasuresCurvature { get; init; } = true;

    /// <summary>
    /// [0.01, 100], for targets of the size of the prior. For others, parameters that scale the outputs without limit (the weights of the last layer, say)
    /// have both ends times the power of ten that brings the prior to the size of the targets.
    /// </summary>
    public static ParameterBounds DefaultBounds { get; } = new(0.01, 100);

    /// <summary>[10⁻⁴, 10⁴] for each relevance; all starts begin at 1.</summary>
    public static ParameterBounds DefaultRelevanceBounds { get; } = new(1e-4, 1e4);

    /// <summary>[10⁻⁶, 10], for targets of mean square 1; for others times the power of 100 next to their mean square.</summary>
    public static ParameterBounds DefaultNoiseBounds { get; } = new(1e-6, 10);
}
