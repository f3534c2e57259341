using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <summary>
/// A Gaussian process with the kernel of an infinitely wide network, conditioned on noisy data y = f(x) + N(0, σ²):
/// mean m(x) + k(x, X) A⁻¹ (Y − m(X)) and covariance k(x, x′) − k(x, X) A⁻¹ k(X, x′), with A = k(X, X) + σ² I.
/// </summary>
/// <remarks>
/// With the NNGP kernel it is exact Bayesian inference over infinitely wide networks. With the NTK the prior is the function class
/// that training moves in (the <c>'ntkgp'</c> of <c>neural_tangents.predict.gp_inference</c>; its <c>'nngp'</c> is the former, and its <c>'ntk'</c>
/// is <see cref="TrainedEnsemble"/>). Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), chapter 2.
/// </remarks>
public sealed partial class GaussianProcess
{
    private readonly TrainingSet data;
    private readonly Matrix<double> trainingKernel;
    private readonly PositiveDefiniteSystem system;

    private GaussianProcess(TrainingSet data, KernelKind kind, Ridge noise, Matrix<double> trainingKernel)
    {
        (this.data, Kind, Noise, this.trainingKernel) = (data, kind, noise, trainingKernel);
        NoiseVariance = noise.ValueFor(trainingKernel);
        system = LinearSystem.PositiveDefinite(trainingKernel, NoiseVariance);
        Coefficients = system.Solve(data.Residuals);
    }

    /// <summary>The kernel.</summary>
    [DebuggerBrowsable(Never)]
    public Kernel Kernel => data.Kernel;

    /// <summary>Which of its kernels is the covariance.</summary>
    [DebuggerBrowsable(Never)]
    public KernelKind Kind { get; }

    /// <summary>The noise that was asked for.</summary>
    [DebuggerBrowsable(Never)]
    public Ridge Noise { get; }

    /// <summary>σ², the noise in the units of y².</summary>
    [DebuggerBrowsable(Never)]
    public double NoiseVariance { get; }

    /// <summary>What had to be added to the diagonal beyond the noise, because the kernel matrix was singular to working precision; 0 as a rule.</summary>
    [DebuggerBrowsable(Never)]
    public double Jitter => system.Jitter;

    /// <summary>
    /// What each feature is multiplied by before the kernel sees it, the square roots of the relevances of a fit with <see cref="FitOptions.FitsRelevances"/>;
    /// null if the kernel sees the points as they are. <see cref="Predict"/> takes points as they are, in any case.
    /// </summary>
    [DebuggerBrowsable(Never)]
    public IReadOnlyList<double>? InputScales => data.Scales;

    /// <summary>α = A⁻¹ (Y − m(X)), n × p.</summary>
    [DebuggerBrowsable(Never)]
    public Matrix<double> Coefficients { get; }

    internal TrainingSet Data => data;

    /// <summary>Conditions the process on data.</summary>
    /// <param name="kernel">The kernel, with every parameter bound.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p: p independent outputs with the same kernel and noise.</param>
    /// <param name="noise">σ²; none if not given.</param>
    /// <param name="kind">Which kernel is the covariance.</param>
    /// <param name="mean">m, the prior mean: m × d points to m × p values; 0 if not given.</param>
    /// <exception cref="NtkDslException">
    /// Shapes do not fit, numbers are not finite, the kernel is not symmetric, or its matrix is not positive definite even with jitter.
    /// </exception>
    public static GaussianProcess Condition(
        Kernel kernel, Points x, Targets y, Ridge? noise = null, KernelKind kind = KernelKind.Nngp, Func<Points, Matrix<double>>? mean = null)
    {
        RequireSymmetric(kernel, kind);
        return On(new(kernel, x, y, mean), noise ?? Ridge.None, kind);
    }

    internal static GaussianProcess On(TrainingSet data, Ridge noise, KernelKind kind) =>
        new(data, kind, noise, data.Kernel.EvaluateSymmetric(data.Inputs).Of(kind));

    /// <summary>
    /// The posterior of the noise-free function at m points. For noisy observations add <see cref="NoiseVariance"/> by <see cref="Posterior.WithNoise"/>.
    /// </summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Posterior Predict(Points x)
    {
        var inputs = data.InputsOf(x);
        var cross = Kernel.Evaluate(inputs, data.Inputs).Of(Kind);
        var whitened = new Lazy<Matrix<double>>(() => system.Whiten(cross.Transpose()));
        return new(
            data.MeanAt(x) + (cross * Coefficients),
            () => Kernel.EvaluateSymmetric(inputs).Of(Kind) - whitened.Value.TransposeThisAndMultiply(whitened.Value),
            () => Kernel.EvaluateDiagonal(inputs).Of(Kind) - Vector<double>.Build.DenseOfEnumerable(whitened.Value.EnumerateColumns().Select(v => v * v)));
    }

    /// <summary>Kernel, data, noise and evidence, and the <see cref="Remarks"/>.</summary>
    public override string ToString()
    {
        var (name, points) = (Kind == KernelKind.Nngp ? "NNGP" : "NTK", data.X.Count);
        var summary = string.Create(
            CultureInfo.InvariantCulture,
            $"Gaussian process ({name}) on {points} {(points == 1 ? "point" : "points")}, noise {NoiseVariance:G6}, log evidence {LogMarginalLikelihood:G6}");
        return string.Join('\n', [summary, Kernel.ToString(), .. Remarks]);
    }

    internal static void RequireSymmetric(Kernel kernel, KernelKind kind)
    {
        if (kind == KernelKind.Ntk && !kernel.NtkIsSymmetric)
        {
            throw new NtkDslException(Messages.NtkNotSymmetric);
        }
    }
}
