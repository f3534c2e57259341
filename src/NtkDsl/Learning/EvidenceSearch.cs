using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>An objective and its gradient by parameters; refuses with <see cref="NtkDslException"/> where it cannot be had.</summary>
internal delegate (double Value, IReadOnlyDictionary<string, double> Gradient) EvidenceFunction(IReadOnlyDictionary<string, double> values);

/// <summary>
/// Maximises the evidence over free parameters and noise. The search sees the evidence per example: its first step is as long as the
/// gradient, and would else leap into a corner.
/// </summary>
/// <param name="evidence">What is maximised.</param>
/// <param name="space">Where.</param>
/// <param name="count">The number of examples.</param>
/// <param name="options">Starts and iterations.</param>
internal sealed class EvidenceSearch(EvidenceFunction evidence, SearchSpace space, int count, FitOptions options)
{
    /// <summary>Runs from every start, in order.</summary>
    public List<FitStart> Run(IProgress<FitStart>? progress)
    {
        var starts = new List<FitStart>();
        foreach (var initial in space.Starts(options.Starts, options.Seed))
        {
            starts.Add(Run(initial));
            progress?.Report(starts[^1]);
        }

        return starts;
    }

    /// <summary>The start that found the most.</summary>
    /// <exception cref="NtkDslException">None succeeded.</exception>
    public static FitStart Best(IReadOnlyList<FitStart> starts) => starts.Where(start => start.Succeeded).MaxBy(start => start.Evidence)
        ?? throw new NtkDslException(Messages.NoStartSucceeded(starts[^1].Outcome));

    /// <summary>What a start found, and how well the data determine it.</summary>
    public FittedParameters Parameters(FitStart best)
    {
        var curvature = options.MeasuresCurvature ? Curvature.At(evidence, space, best.Final) : Curvature.None;
        ParameterEstimate Estimate(string name) => new(
            name,
            best.Final[name],
            space.BoundsOf(name),
            best.AtBounds.TryGetValue(name, out var bound) ? bound : null,
            curvature.StandardErrors.TryGetValue(name, out var error) ? error : null);
        return new([.. space.Names.Select(Estimate)], curvature.FlatDirections);
    }

    private FitStart Run(IReadOnlyDictionary<string, double> initial)
    {
        var (evaluations, refusal) = (0, "");

        Slope? Evaluate(Vector<double> u)
        {
            evaluations++;
            try
            {
                var values = space.ValuesAt(u);
                var (value, gradient) = evidence(values);
                var slope = space.GradientAt(values, gradient) / count;
                refusal = Messages.EvidenceNotFinite(value);
                return double.IsFinite(value + slope.Sum()) ? new(value / count, slope) : null;
            }
            catch (NtkDslException refused)
            {
                refusal = refused.Message;
                return null;
            }
        }

        var found = new ProjectedBfgs(Evaluate, space.Lower, space.Upper, options.MaximumIterations).From(space.CoordinatesOf(initial));
        if (found is null)
        {
            return new(initial, new Dictionary<string, double>(), double.NegativeInfinity, evaluations, new Dictionary<string, ParameterBound>(), refusal);
        }

        var atBounds = space.AtBounds(found.Point);
        return new(initial, space.ValuesAt(found.Point), count * found.Value, evaluations, atBounds, Messages.Outcome(found.End, atBounds.Count > 0));
    }
}
