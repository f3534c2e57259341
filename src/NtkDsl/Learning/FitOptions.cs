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

    /// <summary>[10⁻⁶, 10], for targets of mean square 1; for others times the power of 100 next to their mean square.</summary>
    public static ParameterBounds DefaultNoiseBounds { get; } = new(1e-6, 10);
}
