using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>How latent functions become class probabilities.</summary>
public enum ClassLikelihood
{
    /// <summary>One latent function for each class, p(c) = e^{f_c} / Σ_k e^{f_k}, each with covariance k.</summary>
    Softmax,

    /// <summary>Two classes and one latent function with covariance k, p(1) = 1/(1 + e^{−f}).</summary>
    Logistic,
}

/// <summary>
/// Bayesian classification with the kernel of an infinitely wide network: a Gaussian approximation of the posterior of the latent
/// functions at its mode (Laplace's method), and class probabilities averaged over it, which know what the data leave open.
/// </summary>
/// <remarks>
/// The posterior is log-concave, so Newton's method finds its one mode.
/// The logistic likelihood with kernel k is the softmax of two classes with kernel k/2, of which only the difference f₁ − f₀ matters.
/// Sources: Williams and Barber, "Bayesian classification with Gaussian processes" (1998); Rasmussen and Williams (2006), section 3.5.
/// </remarks>
public sealed partial class LaplaceClassifier
{
    private readonly TrainingSet data;
    private readonly LaplaceMode mode;
    private readonly double scale;

    private LaplaceClassifier(TrainingSet data, KernelKind kind, ClassLikelihood likelihood, Matrix<double> trainingKernel)
    {
        (this.data, Kind, Likelihood) = (data, kind, likelihood);
        scale = likelihood == ClassLikelihood.Logistic ? 0.5 : 1;
        mode = LaplaceMode.Find(scale * trainingKernel, data.Y);
    }

    /// <summary>The kernel.</summary>
    public Kernel Kernel => data.Kernel;

    /// <summary>Which of its kernels is the covariance of the latent functions.</summary>
    public KernelKind Kind { get; }

    /// <summary>How latent functions become probabilities.</summary>
    public ClassLikelihood Likelihood { get; }

    /// <summary>C.</summary>
    public int ClassCount => data.Y.ColumnCount;

    /// <summary>Laplace's approximation of log p(classes | X).</summary>
    public double LogMarginalLikelihood => mode.LogEvidence;

    /// <summary>A sentence, if the prior's variance is so large that rounding shows in the results; none as a rule.</summary>
    public IReadOnlyList<string> Remarks => mode.IsRounded ? [Messages.LaplaceRounded] : [];

    /// <summary>Finds the mode of the posterior.</summary>
    /// <param name="kernel">The kernel, with every parameter bound.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="classes">The class of each point, from 0.</param>
    /// <param name="likelihood">How latent functions become probabilities.</param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="classCount">C; one more than the largest class if not given.</param>
    /// <exception cref="NtkDslException">
    /// Shapes do not fit, a logistic likelihood meets more than two classes, the kernel is not symmetric, or the mode is not found.
    /// </exception>
    public static LaplaceClassifier Train(
        Kernel kernel, Points x, IReadOnlyList<int> classes, ClassLikelihood likelihood = ClassLikelihood.Softmax, KernelKind kind = KernelKind.Nngp, int? classCount = null)
    {
        var data = DataOf(kernel, x, classes, likelihood, kind, classCount);
        return new(data, kind, likelihood, kernel.EvaluateSymmetric(x).Of(kind));
    }

    /// <summary>The probability of each class at m points, m × C: E softmax(f) over the approximate posterior of f. See <see cref="ProbabilitiesWithError"/>.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Probabilities(Points x) => ProbabilitiesWithError(x).Values;

    /// <summary>
    /// The same, with what one of them may be off by: 10⁻⁸ for two classes, and for more where a quadrature over the differences of their
    /// outputs is cheap; three standard errors of quasi-random points otherwise, 10⁻⁴ or what 131,072 points reach.
    /// </summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public ClassProbabilities ProbabilitiesWithError(Points x)
    {
        var cross = scale * Kernel.Evaluate(x, data.X).Of(Kind);
        var variances = scale * Kernel.EvaluateDiagonal(x).Of(Kind);
        var averaged = new ClassAverages[x.Count];
        var average = new SoftmaxAverage(ClassCount);
        Parallel.For(0, x.Count, i => averaged[i] = average.Of(mode.LatentMean(cross.Row(i)), mode.LatentCovariance(cross.Row(i), variances[i])));
        return new(Matrix<double>.Build.DenseOfRowVectors(averaged.Select(one => one.Values)), averaged.Max(one => one.Error));
    }

    /// <summary>The most probable class at each of m points.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public int[] Classify(Points x) => OneHot.Of(ClassCount).Decode(Probabilities(x));

    internal TrainingSet Data => data;

    private static TrainingSet DataOf(Kernel kernel, Points x, IReadOnlyList<int> classes, ClassLikelihood likelihood, KernelKind kind, int? classCount)
    {
        GaussianProcess.RequireSymmetric(kernel, kind);
        var count = classCount ?? Math.Max(2, classes.DefaultIfEmpty(0).Max() + 1);
        return likelihood == ClassLikelihood.Logistic && count != 2
            ? throw new NtkDslException(Messages.LogisticNeedsTwoClasses(count))
            : new(kernel, x, OneHot.Of(count).Encode(classes), mean: null);
    }
}

/// <summary>Probabilities of classes, m × C.</summary>
/// <param name="Values">A row for each point, with the sum 1.</param>
/// <param name="Error">What an entry may be off by.</param>
public sealed record ClassProbabilities(Matrix<double> Values, double Error);
