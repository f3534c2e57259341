using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// A Gaussian process for many points: the kernel is replaced by its Nyström approximation q(x, x′) = k(x, Z) k(Z, Z)⁻¹ k(Z, x′) on M
/// landmarks Z. Costs n M² time and M² memory; the training points are visited in blocks.
/// </summary>
/// <remarks>
/// With features φ of q and G = ΦᵀΦ + σ² I, the mean is φ(x)ᵀ G⁻¹ Φᵀ Y and the covariance σ² φ(x)ᵀ G⁻¹ φ(x′) + k(x, x′) − q(x, x′).
/// Without the last difference, the prior variance that the landmarks do not see, the model is overconfident away from them, even with
/// all points as landmarks; as accelerated linearised Laplace, it is left out there. With it, and all points as landmarks, the process is exact.
/// Sources: Williams and Seeger, "Using the Nyström method to speed up kernel machines" (2001); Quiñonero-Candela and Rasmussen,
/// "A unifying view of sparse approximate Gaussian process regression" (2005); Deng, Zhou and Zhu, "Accelerated linearized Laplace
/// approximation for Bayesian deep learning" (2022).
/// </remarks>
public sealed class NystromProcess
{
    private readonly Kernel kernel;
    private readonly KernelKind kind;
    private readonly NystromFeatures features;
    private readonly PositiveDefiniteSystem system;
    private readonly Matrix<double> weights;
    private readonly bool residualVariance;

    private NystromProcess(Kernel kernel, KernelKind kind, NystromFeatures features, PositiveDefiniteSystem system, Matrix<double> projectedTargets, double noise, bool residualVariance)
    {
        (this.kernel, this.kind, this.features, this.system, this.residualVariance) = (kernel, kind, features, system, residualVariance);
        NoiseVariance = noise;
        weights = system.Solve(projectedTargets);
    }

    /// <summary>Z.</summary>
    public Points Landmarks => features.Landmarks;

    /// <summary>σ², in the units of y².</summary>
    public double NoiseVariance { get; }

    /// <summary>What had to be added to the diagonal of k(Z, Z), because it was singular to working precision; 0 as a rule.</summary>
    public double Jitter => features.Jitter;

    /// <summary>Conditions the approximate process on data.</summary>
    /// <param name="kernel">The kernel, with every parameter bound.</param>
    /// <param name="x">n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="noise">σ², above 0.</param>
    /// <param name="landmarks">How the landmarks are chosen.</param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="residualVariance">False leaves k − q out of the covariance.</param>
    /// <param name="progress">Told the fraction of the training points that are done.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="NtkDslException">Shapes do not fit, there is no noise, the kernel is not symmetric or not positive definite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static NystromProcess Condition(
        Kernel kernel,
        Points x,
        Targets y,
        Ridge noise,
        Landmarks landmarks,
        KernelKind kind = KernelKind.Nngp,
        bool residualVariance = true,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        GaussianProcess.RequireSymmetric(kernel, kind);
        var data = new TrainingSet(kernel, x, y, mean: null);
        var variance = noise.IsRelative ? noise.Amount * kernel.EvaluateDiagonal(x).Of(kind).Average() : noise.Amount;
        if (variance == 0)
        {
            throw new NtkDslException(Messages.NystromNeedsNoise);
        }

        var features = new NystromFeatures(kernel, kind, landmarks.Choose(kernel, kind, x, variance));
        var count = features.Landmarks.Count;
        var (gram, targets) = (Matrix<double>.Build.Dense(count, count), Matrix<double>.Build.Dense(count, y.ColumnCount));
        foreach (var (start, phi) in features.Blocks(x, progress, cancellation))
        {
            gram += phi.TransposeAndMultiply(phi);
            targets += phi * data.Y.SubMatrix(start, phi.ColumnCount, 0, y.ColumnCount);
        }

        return new(kernel, kind, features, LinearSystem.PositiveDefinite(gram, variance), targets, variance, residualVariance);
    }

    /// <summary>The posterior of the noise-free function at m points.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Posterior Predict(Points x)
    {
        var phi = features.Of(x);
        var whitened = new Lazy<Matrix<double>>(() => system.Whiten(phi));
        Matrix<double> Covariance()
        {
            var learned = NoiseVariance * whitened.Value.TransposeThisAndMultiply(whitened.Value);
            return residualVariance ? learned + kernel.EvaluateSymmetric(x).Of(kind) - phi.TransposeThisAndMultiply(phi) : learned;
        }

        Vector<double> Variance()
        {
            var learned = NoiseVariance * SquaredColumns(whitened.Value);
            return residualVariance ? learned + kernel.EvaluateDiagonal(x).Of(kind) - SquaredColumns(phi) : learned;
        }

        return new(phi.TransposeThisAndMultiply(weights), Covariance, Variance);
    }

    private static Vector<double> SquaredColumns(Matrix<double> m) => m.PointwiseMultiply(m).ColumnSums();
}
