using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A trained predictor together with the transforms of its inputs and outputs, so that it takes and gives the user's own units,
/// and saves to one file.
/// </summary>
public sealed class FittedModel
{
    private readonly KernelRegression? regression;

    private FittedModel(KernelRegression? regression, GaussianProcess? process, Standardization? inputs, Standardization? outputs, OneHot? classes)
    {
        (this.regression, Process, Inputs, Outputs, Classes) = (regression, process, inputs, outputs, classes);
        if (Data.HasMean)
        {
            throw new NtkDslException(Messages.ModelWithMean);
        }
    }

    /// <summary>The Gaussian process; null for kernel regression.</summary>
    public GaussianProcess? Process { get; }

    /// <summary>Applied to points before the kernel sees them; null if there is none.</summary>
    public Standardization? Inputs { get; }

    /// <summary>What was applied to the targets, and is undone in predictions; null if there is none.</summary>
    public Standardization? Outputs { get; }

    /// <summary>The classes that the outputs stand for; null for regression.</summary>
    public OneHot? Classes { get; }

    internal TrainingSet Data => regression?.Data ?? Process!.Data;

    internal KernelKind Kind => regression?.Kind ?? Process!.Kind;

    internal Ridge Ridge => regression?.Ridge ?? Process!.Noise;

    /// <summary>Wraps kernel regression.</summary>
    /// <param name="regression">Trained on transformed data.</param>
    /// <param name="inputs">The transform of the points.</param>
    /// <param name="outputs">The transform of the targets.</param>
    /// <param name="classes">The classes of one-hot targets.</param>
    /// <exception cref="NtkDslException">There is a mean function, which no file can hold.</exception>
    public static FittedModel Of(KernelRegression regression, Standardization? inputs = null, Standardization? outputs = null, OneHot? classes = null) =>
        new(regression, null, inputs, outputs, classes);

    /// <summary>Wraps a Gaussian process.</summary>
    /// <param name="process">Conditioned on transformed data.</param>
    /// <param name="inputs">The transform of the points.</param>
    /// <param name="outputs">The transform of the targets.</param>
    /// <param name="classes">The classes of one-hot targets.</param>
    /// <exception cref="NtkDslException">There is a mean function, which no file can hold.</exception>
    public static FittedModel Of(GaussianProcess process, Standardization? inputs = null, Standardization? outputs = null, OneHot? classes = null) =>
        new(null, process, inputs, outputs, classes);

    /// <summary>Reads a file that <see cref="Save"/> wrote; the predictions are those of the saved model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="activations">The activations that the architecture uses beyond the built-in ones.</param>
    /// <exception cref="NtkDslException">The file is damaged, not of this kind, or of a later version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FittedModel Load(string path, params IEnumerable<Activation> activations) => ModelFile.Read(path, activations);

    /// <summary>Writes one file: the architecture, its parameters, the training data and the transforms. An interrupted save leaves an older file whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ModelFile.Write(path, this);

    /// <summary>Predictions in the units of the targets, m × p.</summary>
    /// <param name="x">m × d points in the user's units.</param>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Predict(Matrix<double> x)
    {
        var mean = regression?.Predict(Transformed(x)) ?? Process!.Predict(Transformed(x)).Mean;
        return Outputs?.Invert(mean) ?? mean;
    }

    /// <summary>The variances of the noise-free function in the squared units of the targets, m × p.</summary>
    /// <param name="x">m × d points in the user's units.</param>
    /// <exception cref="NtkDslException">The model is kernel regression, which has none, or the points do not fit.</exception>
    public Matrix<double> Variance(Matrix<double> x)
    {
        var process = Process ?? throw new NtkDslException(Messages.RegressionHasNoVariance);
        var variance = process.Predict(Transformed(x)).Variance;
        return Matrix<double>.Build.Dense(x.RowCount, Data.Y.ColumnCount, (i, j) => variance[i] * Math.Pow(Outputs?.Scales[j] ?? 1, 2));
    }

    /// <summary>The class of the largest output at each point.</summary>
    /// <param name="x">m × d points in the user's units.</param>
    /// <exception cref="NtkDslException">The model has no classes, or the points do not fit.</exception>
    public int[] Classify(Matrix<double> x) => (Classes ?? throw new NtkDslException(Messages.ModelHasNoClasses)).Decode(Predict(x));

    private Points Transformed(Matrix<double> x) => Inputs?.Apply(x) ?? x;
}
