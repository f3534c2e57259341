using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A trained predictor together with the <see cref="Preprocessing"/> of its inputs and outputs, so that it takes and gives the user's
/// own columns and units, and saves to one file.
/// </summary>
public sealed class FittedModel
{
    private readonly KernelRegression? regression;

    private FittedModel(KernelRegression? regression, GaussianProcess? process, LaplaceClassifier? classifier, Preprocessing? preprocessing)
    {
        (this.regression, Process, Classifier, Preprocessing) = (regression, process, classifier, preprocessing ?? new());
        if (Data.HasMean)
        {
            throw new NtkDslException(Messages.ModelWithMean);
        }
    }

    /// <summary>The Gaussian process; null for kernel regression and for classifiers.</summary>
    public GaussianProcess? Process { get; }

    /// <summary>The classifier with a likelihood of classes; null for a process and for kernel regression.</summary>
    public LaplaceClassifier? Classifier { get; }

    /// <summary>Columns and transforms.</summary>
    public Preprocessing Preprocessing { get; }

    internal TrainingSet Data => regression?.Data ?? Process?.Data ?? Classifier!.Data;

    internal KernelKind Kind => regression?.Kind ?? Process?.Kind ?? Classifier!.Kind;

    internal Ridge Ridge => regression?.Ridge ?? Process?.Noise ?? Ridge.None;

    /// <summary>Wraps kernel regression.</summary>
    /// <param name="regression">Trained on transformed data.</param>
    /// <param name="preprocessing">How the data were transformed; not at all if not given.</param>
    /// <exception cref="NtkDslException">There is a mean function, which no file can hold.</exception>
    public static FittedModel Of(KernelRegression regression, Preprocessing? preprocessing = null) => new(regression, null, null, preprocessing);

    /// <summary>Wraps a Gaussian process.</summary>
    /// <param name="process">Conditioned on transformed data.</param>
    /// <param name="preprocessing">How the data were transformed; not at all if not given.</param>
    /// <exception cref="NtkDslException">There is a mean function, which no file can hold.</exception>
    public static FittedModel Of(GaussianProcess process, Preprocessing? preprocessing = null) => new(null, process, null, preprocessing);

    /// <summary>Wraps a classifier, whose predictions are class probabilities.</summary>
    /// <param name="classifier">Trained on transformed data.</param>
    /// <param name="preprocessing">How the data were transformed; not at all if not given.</param>
    public static FittedModel Of(LaplaceClassifier classifier, Preprocessing? preprocessing = null) => new(null, null, classifier, preprocessing);

    /// <summary>Reads a file that <see cref="Save"/> wrote; the predictions are those of the saved model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="activations">The activations that the architecture uses beyond the built-in ones.</param>
    /// <exception cref="NtkDslException">The file is damaged, not of this kind, or of a later version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FittedModel Load(string path, params IEnumerable<Activation> activations) => ModelFile.Read(path, activations);

    /// <summary>Writes one file: the architecture, its parameters, the training data and the transforms. An interrupted save leaves an older file whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ModelFile.Write(path, this);

    /// <summary>Predictions in the units of the targets, m × p; the probabilities of the classes if the model is a <see cref="Classifier"/>.</summary>
    /// <param name="x">m × d points in the user's units.</param>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Predict(Matrix<double> x)
    {
        var points = Preprocessing.PointsOf(x);
        return Classifier?.Probabilities(points) ?? Preprocessing.Restore(regression?.Predict(points) ?? Process!.Predict(points).Mean);
    }

    /// <summary>Means, and whatever else the model can say, for the rows of a table.</summary>
    /// <param name="table">Its columns are found by name; see <see cref="Preprocessing.PointsOf(Table)"/>.</param>
    /// <param name="withNoise">Deviations are those of noisy observations instead of the noise-free function.</param>
    /// <exception cref="NtkDslException">Columns are missing, a value is no number, or deviations are asked for of a model that has none.</exception>
    public Prediction Predict(Table table, bool withNoise = false)
    {
        var noise = withNoise ? RequireProcess().NoiseVariance : 0;
        var points = Preprocessing.PointsOf(table);
        if (Classifier?.ProbabilitiesWithError(points) is { Values: var probabilities, Error: var error })
        {
            return new(probabilities, null, null, OneHot.Of(Classifier.ClassCount).Decode(probabilities), probabilities) { ProbabilityError = error };
        }

        var posterior = Process?.Predict(points);
        var outputs = posterior?.Mean ?? regression!.Predict(points);
        return new(
            Preprocessing.Restore(outputs),
            posterior is null ? null : Scaled((posterior.Variance + noise).PointwiseSqrt(), power: 1),
            posterior is null ? null : Scaled((posterior.Variance + Process!.NoiseVariance).PointwiseSqrt(), power: 1),
            Preprocessing.Classes?.Decode(outputs),
            posterior is null || Preprocessing.Classes is null ? null : LargestOutput.Probabilities(outputs, posterior.Variance + Process!.NoiseVariance));
    }

    /// <summary>The variances of the noise-free function in the squared units of the targets, m × p.</summary>
    /// <param name="x">m × d points in the user's units.</param>
    /// <exception cref="NtkDslException">The model is no Gaussian process, or the points do not fit.</exception>
    public Matrix<double> Variance(Matrix<double> x) => Scaled(RequireProcess().Predict(Preprocessing.PointsOf(x)).Variance, power: 2);

    /// <summary>Draws functions from the posterior: each draw is m × p, in the units of the targets.</summary>
    /// <param name="table">As for <see cref="Predict(Table, bool)"/>.</param>
    /// <param name="count">How many draws.</param>
    /// <param name="seed">Draw number i depends on the seed and i alone.</param>
    /// <param name="withNoise">Draws noisy observations instead.</param>
    /// <exception cref="NtkDslException">The model is no Gaussian process, columns are missing, or a value is no number.</exception>
    public IReadOnlyList<Matrix<double>> Sample(Table table, int count, long seed, bool withNoise = false)
    {
        var posterior = RequireProcess().Predict(Preprocessing.PointsOf(table));
        return [.. (withNoise ? posterior.WithNoise(Process!.NoiseVariance) : posterior).Sample(count, seed).Select(Preprocessing.Restore)];
    }

    /// <summary>The class of the largest output at each point.</summary>
    /// <param name="x">m × d points in the user's units.</param>
    /// <exception cref="NtkDslException">The model has no classes, or the points do not fit.</exception>
    public int[] Classify(Matrix<double> x) => (Preprocessing.Classes ?? throw new NtkDslException(Messages.ModelHasNoClasses)).Decode(Predict(x));

    private GaussianProcess RequireProcess() =>
        Process ?? throw new NtkDslException(Classifier is null ? Messages.RegressionHasNoVariance : Messages.ClassifierHasNoVariance);

    private Matrix<double> Scaled(Vector<double> values, int power) =>
        Matrix<double>.Build.Dense(values.Count, Data.Y.ColumnCount, (i, j) => values[i] * Math.Pow(Preprocessing.ScaleOf(j), power));
}
