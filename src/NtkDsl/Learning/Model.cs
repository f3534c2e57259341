namespace NtkDsl;

/// <summary>What <see cref="Model.Fit"/> is told beyond the network, the table and the target.</summary>
public sealed record ModelSettings
{
    /// <summary>The columns to predict from; all but the target if null.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Whether the target is a class; if null, it is where its values are words.</summary>
    public bool? Classify { get; init; }

    /// <summary>Whether features and numeric targets are brought to mean 0 and variance 1. Predictions are in the user's units all the same.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>Whether each point is then scaled to |x|² = d, so that kernels see its direction alone.</summary>
    public bool OnSphere { get; init; }

    /// <summary>The features that are categories; those that hold words if null.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Whether the mean of a feature stands for its missing values, which are refused otherwise.</summary>
    public bool FillMissing { get; init; }

    /// <summary>Which kernel is the covariance.</summary>
    public KernelKind Kind { get; init; } = KernelKind.Nngp;

    /// <summary>σ² in the units of the transformed targets, where the search for it starts.</summary>
    public Ridge Noise { get; init; } = Ridge.Absolute(0.1);

    /// <summary>Objective, bounds, starts, and what is fixed.</summary>
    public FitOptions Search { get; init; } = new();
}

/// <summary>A model of a table in one call.</summary>
public static class Model
{
    /// <summary>
    /// Fits the free parameters of a network's Gaussian process, and the noise, to the columns of a table. The result takes tables with these
    /// columns, predicts in their units, and saves to a file. Without free parameters and with <see cref="GaussianProcess.NoiseName"/> fixed,
    /// the data just condition the process.
    /// </summary>
    /// <param name="network">The architecture.</param>
    /// <param name="table">The training data.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="settings">Columns, transforms, and how to fit; the usual ones if not given.</param>
    /// <param name="progress">Told each start of the search when it ends.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="NtkDslException">A column is missing or holds what it should not, the network has no such kernel, or no start succeeded.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static FittedModel Fit(
        Architecture network,
        Table table,
        string target,
        ModelSettings? settings = null,
        IProgress<FitStart>? progress = null,
        CancellationToken cancellation = default)
    {
        settings ??= new();
        if (settings.OnSphere && settings.Search.FitsRelevances)
        {
            throw new NtkDslException(Messages.NoRelevancesOnSphere);
        }

        var preprocessing = Preprocess(table, target, settings);
        var x = preprocessing.PointsOf(table);
        var report = GaussianProcess.FitOrCondition(
            network.Compile(x.Features, cancellation: cancellation), x, preprocessing.TargetsOf(table), settings.Noise, settings.Kind, settings.Search with { FeatureNames = preprocessing.FeatureNames }, progress, cancellation);
        return FittedModel.Of(report.Best, preprocessing);
    }

    private static Preprocessing Preprocess(Table table, string target, ModelSettings settings)
    {
        var features = settings.Features ?? [.. table.Columns.Where(column => column != target)];
        return Preprocessing.Learn(
            table,
            [target],
            settings.Features,
            settings.Classify ?? !table.IsNumeric(target),
            settings.Standardize,
            settings.OnSphere,
            settings.Categories ?? [.. features.Where(column => !table.IsNumeric(column))],
            settings.FillMissing);
    }
}
