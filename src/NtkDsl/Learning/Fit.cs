namespace NtkDsl;

/// <summary>Where a parameter is searched for. The search is logarithmic if both ends are positive, linear otherwise.</summary>
public sealed record ParameterBounds
{
    /// <summary>The closed interval [lower, upper].</summary>
    /// <exception cref="NtkDslException">The interval is empty or not finite.</exception>
    public ParameterBounds(double lower, double upper)
    {
        if (!(lower < upper) || !double.IsFinite(upper - lower))
        {
            throw new NtkDslException(Messages.BadBounds(lower, upper));
        }

        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The least value.</summary>
    public double Lower { get; }

    /// <summary>The largest value.</summary>
    public double Upper { get; }

    private bool IsLogarithmic => Lower > 0;

    /// <summary>The coordinate u of a value, in which the search is uniform.</summary>
    internal double ToCoordinate(double value) => IsLogarithmic ? Math.Log(value) : value;

    /// <summary>The value at u.</summary>
    internal double FromCoordinate(double u) => Math.Clamp(IsLogarithmic ? Math.Exp(u) : u, Lower, Upper);

    /// <summary>∂value/∂u.</summary>
    internal double Slope(double value) => IsLogarithmic ? value : 1;
}

/// <summary>How a Gaussian process is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>What is maximised.</summary>
    public Evidence Objective { get; init; } = Evidence.LogMarginalLikelihood;

    /// <summary>
    /// The intervals of the free parameters by name, and of the noise under <see cref="GaussianProcess.NoiseName"/>;
    /// those not named are <see cref="DefaultBounds"/> and <see cref="DefaultNoiseBounds"/>.
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

    /// <summary>[0.01, 100].</summary>
    public static ParameterBounds DefaultBounds { get; } = new(0.01, 100);

    /// <summary>[10⁻⁶, 10].</summary>
    public static ParameterBounds DefaultNoiseBounds { get; } = new(1e-6, 10);
}

/// <summary>One start of a fit.</summary>
public sealed class FitStart
{
    internal FitStart(IReadOnlyDictionary<string, double> initial, IReadOnlyDictionary<string, double> final, double evidence, int evaluations, string outcome) =>
        (Initial, Final, Evidence, Evaluations, Outcome) = (initial, final, evidence, evaluations, outcome);

    /// <summary>The parameters at the start.</summary>
    public IReadOnlyDictionary<string, double> Initial { get; }

    /// <summary>The best parameters that were seen.</summary>
    public IReadOnlyDictionary<string, double> Final { get; }

    /// <summary>The objective at <see cref="Final"/>; −∞ if no evaluation succeeded.</summary>
    public double Evidence { get; }

    /// <summary>How often the objective and its gradient were evaluated.</summary>
    public int Evaluations { get; }

    /// <summary>Why the search ended.</summary>
    public string Outcome { get; }
}
