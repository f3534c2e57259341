using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace NtkDsl;

/// <summary>
/// Maximises the evidence over free parameters and noise by projected BFGS, and keeps the best point seen, whatever the optimiser ends with.
/// The optimiser sees the evidence per example: its first step is as long as the gradient, and would else leap into a corner.
/// </summary>
internal sealed class EvidenceSearch(
    Func<IReadOnlyDictionary<string, double>, (double Value, IReadOnlyDictionary<string, double> Gradient)> evidence, int count, FitOptions options)
{
    private const double GradientTolerance = 1e-6;
    private const double ParameterTolerance = 1e-8;
    private const double ProgressTolerance = 1e-12;

    private readonly Dictionary<string, double> best = [];
    private double bestValue = double.NegativeInfinity;
    private int evaluations;

    public static ParameterBounds BoundsOf(FitOptions options, string name) => options.Bounds.TryGetValue(name, out var bounds) ? bounds
        : name == GaussianProcess.NoiseName ? FitOptions.DefaultNoiseBounds : FitOptions.DefaultBounds;

    /// <summary>Runs from every start, in order.</summary>
    public static List<FitStart> Run(
        Func<IReadOnlyDictionary<string, double>, (double Value, IReadOnlyDictionary<string, double> Gradient)> evidence,
        Kernel kernel,
        Ridge? noise,
        IReadOnlyList<string> names,
        int count,
        FitOptions options,
        IProgress<FitStart>? progress)
    {
        var starts = new List<FitStart>();
        foreach (var initial in names.Count == 0 ? [] : Starts(kernel, noise, names, options))
        {
            starts.Add(new EvidenceSearch(evidence, count, options).Run(initial));
            progress?.Report(starts[^1]);
        }

        return starts;
    }

    /// <summary>The start that found the most.</summary>
    /// <exception cref="NtkDslException">None found anything.</exception>
    public static FitStart Best(IReadOnlyList<FitStart> starts)
    {
        var best = starts.MaxBy(start => start.Evidence)!;
        return double.IsFinite(best.Evidence) ? best : throw new NtkDslException(Messages.NoStartSucceeded(best.Outcome));
    }

    /// <summary>The first from what is given, or else the middle of the interval; the others random.</summary>
    private static IEnumerable<IReadOnlyDictionary<string, double>> Starts(Kernel kernel, Ridge? noise, IReadOnlyList<string> names, FitOptions options)
    {
        var stream = new NormalStream(unchecked((ulong)options.Seed), 0);
        for (var start = 0; start < options.Starts; start++)
        {
            var values = new Dictionary<string, double>();
            foreach (var name in names)
            {
                var bounds = BoundsOf(options, name);
                var (low, high) = (bounds.ToCoordinate(bounds.Lower), bounds.ToCoordinate(bounds.Upper));
                var given = name == GaussianProcess.NoiseName ? noise?.Amount : kernel.Bindings.TryGetValue(name, out var value) ? value : null;
                values[name] = start == 0 ? given ?? bounds.FromCoordinate((low + high) / 2) : bounds.FromCoordinate(low + (stream.Uniform() * (high - low)));
            }

            yield return values;
        }
    }

    /// <summary>Runs from one start.</summary>
    private FitStart Run(IReadOnlyDictionary<string, double> initial)
    {
        string[] names = [.. initial.Keys];
        ParameterBounds[] bounds = [.. names.Select(name => BoundsOf(options, name))];
        Vector<double> Each(Func<int, double> value) => Vector<double>.Build.Dense(names.Length, value);
        var objective = ObjectiveFunction.Gradient(u => Negative(names, bounds, u));
        var minimizer = new BfgsBMinimizer(GradientTolerance, ParameterTolerance, ProgressTolerance, options.MaximumIterations);
        string outcome;
        try
        {
            var result = minimizer.FindMinimum(
                objective,
                Each(i => bounds[i].ToCoordinate(bounds[i].Lower)),
                Each(i => bounds[i].ToCoordinate(bounds[i].Upper)),
                Each(i => bounds[i].ToCoordinate(Math.Clamp(initial[names[i]], bounds[i].Lower, bounds[i].Upper))));
            outcome = result.ReasonForExit switch
            {
                ExitCondition.RelativeGradient or ExitCondition.AbsoluteGradient => "converged",
                ExitCondition.LackOfProgress or ExitCondition.RelativePoints => "no more progress",
                var other => other.ToString(),
            };
        }
        catch (Exception ended) when (ended is OptimizationException or NtkDslException)
        {
            outcome = ended.Message;
        }

        return new(initial, best, bestValue, evaluations, outcome);
    }

    private (double Value, Vector<double> Gradient) Negative(string[] names, ParameterBounds[] bounds, Vector<double> u)
    {
        var values = names.Select((name, i) => (name, value: bounds[i].FromCoordinate(u[i]))).ToDictionary(p => p.name, p => p.value);
        evaluations++;
        var (value, gradient) = evidence(values);
        if (value > bestValue)
        {
            bestValue = value;
            foreach (var (name, parameter) in values)
            {
                best[name] = parameter;
            }
        }

        return (-value / count, Vector<double>.Build.Dense(names.Length, i => -gradient[names[i]] * bounds[i].Slope(values[names[i]]) / count));
    }
}
