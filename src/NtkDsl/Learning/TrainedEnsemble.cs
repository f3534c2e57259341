using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// All infinitely wide networks of an architecture, each from its own random initial weights, trained on the same data with squared
/// loss: a Gaussian process at every moment of training.
/// </summary>
/// <remarks>
/// With M = Θ(x, X) g(Θ(X, X) + r I), where g(λ) = (1 − ρ(λ))/λ and ρ is the remainder of the <see cref="Training"/> rule (e^{−λt} for
/// gradient flow), the mean is m(x) + M (Y − m(X)) and the covariance K(x, x′) + M K(X, X) Mᵀ − M K(X, x′) − K(x, X) Mᵀ.
/// Sources: Lee et al., "Wide neural networks of any depth evolve as linear models under gradient descent" (2019), section 2.2; for
/// noisy targets Matthews et al., "Sample-then-optimize posterior sampling for Bayesian linear models" (2017).
/// <para>
/// The numbers of <c>neural_tangents.predict.gradient_descent_mse_ensemble</c> for n points and p outputs, at its time t with its
/// learning rate η: <c>'ntk'</c> is this with ridge <see cref="Ridge.Relative"/>(diag_reg), or <see cref="Ridge.Absolute"/> under
/// diag_reg_absolute_scale, after <see cref="Training.Flow"/>(η t/(n p)), and <see cref="Training.Converged"/> for t = None;
/// <c>'nngp'</c> is the same with <see cref="KernelKind.Nngp"/> and noisy targets. Its values at the training points (x_test = None) are
/// predictions of the noisy targets if there is a ridge; ask for them as test points instead. Its max_learning_rate is
/// n p (1 + μ) <see cref="LargestLearningRate"/>.
/// </para>
/// </remarks>
public sealed partial class TrainedEnsemble
{
    private readonly TrainingSet data;
    private readonly Matrix<double> nngp;
    private readonly double targetNoise;
    private readonly Matrix<double> gradient;
    private readonly Lazy<Spectrum> spectrum;

    private TrainedEnsemble(TrainingSet data, KernelKind kind, Ridge ridge, KernelPair pair, bool noisyTargets)
    {
        (this.data, Kind, Ridge) = (data, kind, ridge);
        (nngp, gradient) = (pair.Nngp, pair.Of(kind));
        RidgeValue = ridge.ValueFor(gradient);
        targetNoise = noisyTargets ? RidgeValue : 0;
        spectrum = new(() => new Spectrum(gradient));
        residualsInEigenbasis = new(() => spectrum.Value.Project(data.Residuals));
        priorInEigenbasis = new(() => spectrum.Value.Project(spectrum.Value.Project(nngp).Transpose()));
    }

    /// <summary>The kernels.</summary>
    public Kernel Kernel => data.Kernel;

    /// <summary>The kernel of the training: the NTK if all layers are trained, the NNGP kernel if only the last one is.</summary>
    public KernelKind Kind { get; }

    /// <summary>The ridge that was asked for.</summary>
    public Ridge Ridge { get; }

    /// <summary>r, the ridge in the units of the kernel.</summary>
    public double RidgeValue { get; }

    /// <summary>The covariance of what the networks have to learn, Y − f₀(X), over the networks.</summary>
    private Matrix<double> CovarianceOfTargets => targetNoise == 0 ? nngp : nngp + (targetNoise * Matrix<double>.Build.DenseIdentity(nngp.RowCount));

    /// <summary>n.</summary>
    public int TrainingCount => data.X.Count;

    internal Matrix<double> Targets => data.Y;

    /// <summary>The eigenvalues λ of the training kernel, in ascending order, without the ridge; those that are rounding are 0.</summary>
    public Vector<double> Eigenvalues => spectrum.Value.Values;

    /// <summary>1/(λ + r), the time in which gradient flow reduces the error along an eigenvector by a factor of e; infinite for 0.</summary>
    public Vector<double> TimeScales => Eigenvalues.Map(value => 1 / (value + RidgeValue), Zeros.Include);

    /// <summary>2/(λ_max + r), the largest learning rate at which plain gradient descent does not diverge.</summary>
    public double LargestLearningRate => 2 / (Eigenvalues.Maximum() + RidgeValue);

    /// <summary>
    /// Times at which there is something to see under gradient flow: 0, and from a tenth of the shortest time scale to ten times the
    /// longest one whose eigenvalue is within 10⁻⁶ of the largest, in equal ratios.
    /// </summary>
    /// <param name="count">How many, from 3.</param>
    public IReadOnlyList<double> CharacteristicTimes(int count)
    {
        var scales = TimeScales.Where((_, i) => Eigenvalues[i] > 1e-6 * Eigenvalues.Maximum()).ToList();
        var (first, last) = (Math.Log10(0.1 * scales.Min()), Math.Log10(10 * scales.Max()));
        return [0, .. Enumerable.Range(0, count - 1).Select(i => Math.Pow(10, first + ((last - first) * i / (count - 2))))];
    }

    /// <summary>Prepares the ensemble.</summary>
    /// <param name="kernel">The kernel, with every parameter bound.</param>
    /// <param name="x">X, n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="ridge">r, the penalty ½ r |θ − θ₀|² on the distance from the initial weights θ₀; none if not given.</param>
    /// <param name="kind">The NTK if all layers are trained, the NNGP kernel if only the last one is.</param>
    /// <param name="mean">
    /// m, the mean of the ensemble before training: m × d points to m × p values; 0 if not given. For a single network with the
    /// initial function m, the mean of the predictions is its prediction, and the covariance has no meaning.
    /// </param>
    /// <param name="noisyTargets">
    /// Each network has targets of its own, Y + N(0, r), so that its covariance has K(X, X) + r I in the place of K(X, X): with the
    /// NNGP kernel and t → ∞ the ensemble is the Gaussian-process posterior under noise of variance r ("sample, then optimise").
    /// </param>
    /// <param name="progress">Told the fraction of the kernel that is evaluated.</param>
    /// <param name="cancellation">Ends the evaluation of the kernel early.</param>
    /// <exception cref="NtkDslException">Shapes do not fit, numbers are not finite, or the training kernel is not symmetric.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public static TrainedEnsemble Train(
        Kernel kernel,
        Points x,
        Targets y,
        Ridge? ridge = null,
        KernelKind kind = KernelKind.Ntk,
        Func<Points, Matrix<double>>? mean = null,
        bool noisyTargets = false,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        GaussianProcess.RequireSymmetric(kernel, kind);
        return new(new TrainingSet(kernel, x, y, mean), kind, ridge ?? Ridge.None, kernel.EvaluateSymmetric(x, progress, cancellation), noisyTargets);
    }

    /// <summary>The ensemble at its training points.</summary>
    /// <param name="training">How, and for how long, it was trained.</param>
    /// <exception cref="NtkDslException">The training diverged: the learning rate is too large.</exception>
    public Posterior After(Training training)
    {
        double Remainder(double value) => this.Remainder(training, value);
        var remainder = new Lazy<Matrix<double>>(() => RequireStable(spectrum.Value.Apply(Remainder)));

        Matrix<double> Covariance()
        {
            var learned = Matrix<double>.Build.DenseIdentity(data.X.Count) - remainder.Value;
            return (remainder.Value * nngp * remainder.Value) + (targetNoise * learned * learned);
        }

        return new(RequireStable(data.Y - spectrum.Value.Apply(Remainder, data.Residuals)), Covariance, () => Covariance().Diagonal());
    }

    /// <summary>The ensemble at m points.</summary>
    /// <param name="training">How, and for how long, it was trained.</param>
    /// <param name="x">m points.</param>
    /// <exception cref="NtkDslException">The training diverged, or the points do not have the features of the training points.</exception>
    public Posterior After(Training training, Points x) => After([training], x)[0];

    /// <summary>The ensemble at m points at several moments, for which the kernels are evaluated once.</summary>
    /// <param name="moments">How, and for how long, it was trained each time.</param>
    /// <param name="x">m points.</param>
    /// <exception cref="NtkDslException">The training diverged, or the points do not have the features of the training points.</exception>
    public IReadOnlyList<Posterior> After(IReadOnlyList<Training> moments, Points x)
    {
        var (cross, initial) = (Kernel.Evaluate(x, data.X), data.MeanAt(x));
        var prior = new Lazy<Matrix<double>>(() => Kernel.EvaluateSymmetric(x).Nngp);
        var priorVariance = new Lazy<Vector<double>>(() => Kernel.EvaluateDiagonal(x).Nngp);
        return [.. moments.Select(training => At(training, initial, cross, prior, priorVariance))];
    }

    private Posterior At(Training training, Matrix<double> initial, KernelPair cross, Lazy<Matrix<double>> prior, Lazy<Vector<double>> priorVariance)
    {
        double Gain(double value) => training.Gain(value + RidgeValue);
        var response = new Lazy<Matrix<double>>(() => RequireStable(cross.Of(Kind) * spectrum.Value.Apply(Gain)));

        Matrix<double> Covariance()
        {
            var mixed = response.Value * cross.Nngp.Transpose();
            return prior.Value + (response.Value * CovarianceOfTargets).TransposeAndMultiply(response.Value) - mixed - mixed.Transpose();
        }

        Vector<double> Variance()
        {
            var change = (response.Value * CovarianceOfTargets) - (2 * cross.Nngp);
            return priorVariance.Value + change.PointwiseMultiply(response.Value).RowSums();
        }

        return new(initial + (cross.Of(Kind) * RequireStable(spectrum.Value.Apply(Gain, data.Residuals))), Covariance, Variance);
    }

    /// <summary>What remains of the error along an eigenvector; with a ridge, not all of it goes even for t → ∞.</summary>
    private double Remainder(Training training, double eigenvalue) =>
        RidgeValue == 0 ? training.Remainder(eigenvalue) : 1 - (eigenvalue * training.Gain(eigenvalue + RidgeValue));

    private Matrix<double> RequireStable(Matrix<double> result) => double.IsFinite(result.Enumerate().Sum())
        ? result
        : throw new NtkDslException(Messages.Diverged(LargestLearningRate));
}
