using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>Free parameters from classes.</content>
public sealed partial class LaplaceClassifier
{
    /// <summary>Finds the free parameters that maximise Laplace's approximation of the evidence, by projected BFGS on exact gradients from several starts.</summary>
    /// <param name="kernel">The kernel; parameters that are bound already are starting values, unless they are <see cref="FitOptions.Fixed"/>.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="classes">The class of each point, from 0.</param>
    /// <param name="likelihood">How latent functions become probabilities.</param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="classCount">C; one more than the largest class if not given.</param>
    /// <param name="options">Bounds and starts; the objective is the evidence.</param>
    /// <param name="progress">Told each start when it ends.</param>
    /// <param name="cancellation">Ends the search early.</param>
    /// <exception cref="NtkDslException">No start succeeded, or the data are refused as by <see cref="Train"/>.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static FitReport<LaplaceClassifier> Fit(
        Kernel kernel,
        Points x,
        IReadOnlyList<int> classes,
        ClassLikelihood likelihood = ClassLikelihood.Softmax,
        KernelKind kind = KernelKind.Nngp,
        int? classCount = null,
        FitOptions? options = null,
        IProgress<FitStart>? progress = null,
        CancellationToken cancellation = default)
    {
        options = (options ?? new()) with { Objective = Evidence.LogMarginalLikelihood };
        if (options.FitsRelevances)
        {
            throw new NtkDslException(Messages.NoRelevancesOfClassifier);
        }

        var data = DataOf(kernel, x, classes, likelihood, kind, classCount);
        string[] names = [.. kernel.Parameters.Where(name => !options.Fixed.Contains(name))];
        if (names.Length == 0)
        {
            var given = Train(kernel, x, classes, likelihood, kind, data.Y.ColumnCount);
            return new(given, options.Objective, [], FittedParameters.None, given.Remarks, relevances: null);
        }

        EvidenceFunction evidence = values => EvidenceWithGradient(data.With(GaussianProcess.Bind(kernel, values)), kind, likelihood, cancellation);
        var search = new EvidenceSearch(evidence, Space(kernel, names, options), x.Count, options);
        var starts = search.Run(progress);
        var best = EvidenceSearch.Best(starts);
        var classifier = Train(GaussianProcess.Bind(kernel, best.Final), x, classes, likelihood, kind, data.Y.ColumnCount);
        return new(classifier, options.Objective, starts, search.Parameters(best), classifier.Remarks, relevances: null);
    }

    /// <summary>The exact derivatives of <see cref="LogMarginalLikelihood"/> with respect to every free parameter of the architecture, bound as they are.</summary>
    /// <exception cref="NtkDslException">The kernel has no derivative because an activation has a jump.</exception>
    public IReadOnlyDictionary<string, double> EvidenceGradient()
    {
        var kernel = Kernel.EvaluateWithDerivatives(data.X, Kind);
        return EvidenceGradient(kernel.Value, kernel.Derivatives);
    }

    /// <summary>Classes have no units, so that the intervals are the same for all.</summary>
    private static SearchSpace Space(Kernel kernel, string[] names, FitOptions options) => new(
        names,
        [.. names.Select(name => options.Bounds.GetValueOrDefault(name, FitOptions.DefaultBounds))],
        [.. names.Select(name => kernel.Bindings.TryGetValue(name, out var value) ? value : (double?)null)]);

    private static (double Value, IReadOnlyDictionary<string, double> Gradient) EvidenceWithGradient(
        TrainingSet data, KernelKind kind, ClassLikelihood likelihood, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var kernel = data.Kernel.EvaluateWithDerivatives(data.X, kind, cancellation);
        var classifier = new LaplaceClassifier(data, kind, likelihood, kernel.Value);
        return (classifier.LogMarginalLikelihood, classifier.EvidenceGradient(kernel.Value, kernel.Derivatives));
    }

    private Dictionary<string, double> EvidenceGradient(Matrix<double> kernel, IReadOnlyDictionary<string, Matrix<double>> derivatives)
    {
        var weight = scale * mode.EvidenceByKernel(scale * kernel);
        return derivatives.ToDictionary(pair => pair.Key, pair => weight.PointwiseMultiply(pair.Value).Enumerate().Sum());
    }
}
