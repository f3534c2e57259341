using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Free parameters from data.</content>
public sealed partial class GaussianProcess
{
    private const int FewestPointsToFit = 2;

    /// <summary>
    /// Finds the free parameters of the architecture and the noise that maximise the evidence, by projected BFGS on exact gradients from
    /// several starts.
    /// </summary>
    /// <param name="kernel">The kernel; parameters that are bound already are starting values, unless they are <see cref="FitOptions.Fixed"/>.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="noise">
    /// The first starting value, a tenth of the mean square of the targets if null; <see cref="Ridge.None"/> stays as it is.
    /// </param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="options">Objective, bounds and starts.</param>
    /// <param name="mean">m, the prior mean; 0 if not given.</param>
    /// <param name="progress">Told each start when it ends.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="NtkDslException">There is nothing to fit, no start succeeded, or the data are refused as by <see cref="Condition"/>.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static FitReport<GaussianProcess> Fit(
        Kernel kernel,
        Points x,
        Targets y,
        Ridge? noise,
        KernelKind kind = KernelKind.Nngp,
        FitOptions? options = null,
        Func<Points, Matrix<double>>? mean = null,
        IProgress<FitStart>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        RequireSymmetric(kernel, kind);
        var relevances = FeatureRelevances.Of(x, options);
        List<string> names = [.. NamesToFit(kernel, noise, options), .. relevances?.Names ?? []];
        RequireFittable(kernel, names, x.Count, options);
        if (relevances is not null)
        {
            kernel.RequireInputDerivatives(kind);
        }

        var data = new TrainingSet(kernel, x, y, mean, relevances?.FirstScales);
        var scale = new TargetScale(data, kind);
        var first = noise ?? scale.Noise;
        EvidenceFunction evidence = values => EvidenceWithGradient(At(values), kind, NoiseOf(first, values), options.Objective, relevances, cancellation);
        var search = new EvidenceSearch(evidence, scale.Space(first, names, options), y.RowCount * y.ColumnCount, options);
        var starts = search.Run(progress);
        var best = EvidenceSearch.Best(starts);
        var process = On(At(best.Final), NoiseOf(first, best.Final), kind);
        return new(process, options.Objective, starts, search.Parameters(best), [.. relevances?.Remarks ?? [], .. process.Remarks], relevances);

        TrainingSet At(IReadOnlyDictionary<string, double> values) => data.With(Bind(kernel, values)).With(relevances?.ScalesAt(values));
    }

    /// <summary>As <see cref="Fit"/>, but if there is nothing to fit, the data condition the process as it is, and the report has no starts.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="noise">σ², or where its search starts, as for <see cref="Fit"/>.</param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="options">Objective, bounds and starts, and what is fixed.</param>
    /// <param name="progress">Told each start when it ends.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="NtkDslException">No start succeeded, or the data are refused as by <see cref="Condition"/>.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static FitReport<GaussianProcess> FitOrCondition(
        Kernel kernel,
        Points x,
        Targets y,
        Ridge? noise,
        KernelKind kind = KernelKind.Nngp,
        FitOptions? options = null,
        IProgress<FitStart>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new();
        return options.FitsRelevances || NamesToFit(kernel, noise, options).Count > 0
            ? Fit(kernel, x, y, noise, kind, options, progress: progress, cancellation: cancellation)
            : Conditioned(Condition(kernel, x, y, noise ?? new TargetScale(new(kernel, x, y, mean: null), kind).Noise, kind), options.Objective);
    }

    private static FitReport<GaussianProcess> Conditioned(GaussianProcess process, Evidence objective) => new(process, objective, [], FittedParameters.None, process.Remarks, relevances: null);

    private static List<string> NamesToFit(Kernel kernel, Ridge? noise, FitOptions options) =>
        [.. kernel.Parameters.Concat(noise?.Amount == 0 ? [] : [NoiseName]).Where(name => !options.Fixed.Contains(name))];

    internal static Kernel Bind(Kernel kernel, IReadOnlyDictionary<string, double> values) =>
        values.Where(pair => kernel.Parameters.Contains(pair.Key)).Aggregate(kernel, (bound, pair) => bound.Bind(pair.Key, pair.Value));

    private static Ridge NoiseOf(Ridge noise, IReadOnlyDictionary<string, double> values) =>
        values.TryGetValue(NoiseName, out var amount) ? noise.With(amount) : noise;

    private static void RequireFittable(Kernel kernel, List<string> names, int points, FitOptions options)
    {
        if (names.Count == 0 || options.Starts < 1)
        {
            throw new NtkDslException(Messages.NothingToFit);
        }

        if (points < FewestPointsToFit)
        {
            throw new NtkDslException(Messages.TooFewPointsToFit(points, names));
        }

        if (kernel.Parameters.Contains(NoiseName))
        {
            throw new NtkDslException(Messages.ParameterCalledNoise(NoiseName));
        }

        if (options.Bounds.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new NtkDslException(Messages.UnknownParameter(unknown, names));
        }

        if (names.Contains(NoiseName) && options.Bounds.TryGetValue(NoiseName, out var bounds) && bounds.Lower <= 0)
        {
            throw new NtkDslException(Messages.NoiseBoundNotPositive);
        }
    }
}
