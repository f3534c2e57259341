using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// All infinitely wide networks of an architecture, each from its own random initial weights, trained on the same data with squared
/// loss: a Gaussian process at every moment of training.
/// </summary>
/// <remarks>
/// With M = Θ(x, X) g(Θ(X, X) + r I), where g(λ) = (1 − ρ(λ))/λ and ρ is the remainder of the <see cref="Training"/> rule (e^{−λt} for
/// gradient flow), the mean is m(x) + M (Y − m(X)) and the covariance K(x, x′) + M K(X, X) Mᵀ − M K(X, x′) − K(x, X) Mᵀ.
/// Source: Lee et al., "Wide neural networks of any depth evolve as linear models under gradient descent" (2019), section 2.2.
/// </remarks>
public sealed class TrainedEnsemble
{
    private readonly TrainingSet data;
    private readonly Matrix<double> nngp;
    private readonly Matrix<double> gradient;
    private readonly Lazy<Spectrum> spectrum;

    private TrainedEnsemble(TrainingSet data, KernelKind kind, Ridge ridge)
    {
        (this.data, Kind, Ridge) = (data, kind, ridge);
        var pair = data.Kernel.EvaluateSymmetric(data.X);
        (nngp, gradient) = (pair.Nngp, pair.Of(kind));
        RidgeValue = ridge.ValueFor(gradient);
        spectrum = new(() => new Spectrum(gradient));
    }

    /// <summary>The kernels.</summary>
    public Kernel Kernel => data.Kernel;

    /// <summary>The kernel of the training: the NTK if all layers are trained, the NNGP kernel if only the last one is.</summary>
    public KernelKind Kind { get; }

    /// <summary>The ridge that was asked for.</summary>
    public Ridge Ridge { get; }

    /// <summary>r, the ridge in the units of the kernel.</summary>
    public double RidgeValue { get; }

    /// <summary>The eigenvalues λ of the training kernel, in ascending order, without the ridge; those that are rounding are 0.</summary>
    public Vector<double> Eigenvalues => spectrum.Value.Values;

    /// <summary>1/(λ + r), the time in which gradient flow reduces the error along an eigenvector by a factor of e; infinite for 0.</summary>
    public Vector<double> TimeScales => Eigenvalues.Map(value => 1 / (value + RidgeValue), Zeros.Include);

    /// <summary>2/(λ_max + r), the largest learning rate at which plain gradient descent does not diverge.</summary>
    public double LargestLearningRate => 2 / (Eigenvalues.Maximum() + RidgeValue);

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
    /// <exception cref="NtkDslException">Shapes do not fit, numbers are not finite, or the training kernel is not symmetric.</exception>
    public static TrainedEnsemble Train(
        Kernel kernel, Points x, Matrix<double> y, Ridge? ridge = null, KernelKind kind = KernelKind.Ntk, Func<Points, Matrix<double>>? mean = null)
    {
        GaussianProcess.RequireSymmetric(kernel, kind);
        return new(new TrainingSet(kernel, x, y, mean), kind, ridge ?? Ridge.None);
    }

    /// <summary>The ensemble at its training points.</summary>
    /// <param name="training">How, and for how long, it was trained.</param>
    /// <exception cref="NtkDslException">The training diverged: the learning rate is too large.</exception>
    public Posterior After(Training training)
    {
        double Remainder(double value) => RidgeValue == 0 ? training.Remainder(value) : 1 - (value * training.Gain(value + RidgeValue));
        var remainder = new Lazy<Matrix<double>>(() => RequireStable(spectrum.Value.Apply(Remainder)));
        Matrix<double> Covariance() => remainder.Value * nngp * remainder.Value;
        return new(RequireStable(data.Y - spectrum.Value.Apply(Remainder, data.Residuals)), Covariance, () => Covariance().Diagonal());
    }

    /// <summary>The ensemble at m points.</summary>
    /// <param name="training">How, and for how long, it was trained.</param>
    /// <param name="x">m points.</param>
    /// <exception cref="NtkDslException">The training diverged, or the points do not have the features of the training points.</exception>
    public Posterior After(Training training, Points x)
    {
        var cross = Kernel.Evaluate(x, data.X);
        double Gain(double value) => training.Gain(value + RidgeValue);
        var response = new Lazy<Matrix<double>>(() => RequireStable(cross.Of(Kind) * spectrum.Value.Apply(Gain)));

        Matrix<double> Covariance()
        {
            var mixed = response.Value * cross.Nngp.Transpose();
            return Kernel.EvaluateSymmetric(x).Nngp + (response.Value * nngp).TransposeAndMultiply(response.Value) - mixed - mixed.Transpose();
        }

        Vector<double> Variance()
        {
            var change = (response.Value * nngp) - (2 * cross.Nngp);
            return Kernel.EvaluateDiagonal(x).Nngp + change.PointwiseMultiply(response.Value).RowSums();
        }

        var coefficients = RequireStable(spectrum.Value.Apply(Gain, data.Residuals));
        return new(data.MeanAt(x) + (cross.Of(Kind) * coefficients), Covariance, Variance);
    }

    /// <summary>½ Σ (mean − y)², the training loss of the ensemble's mean. For a loss curve ask for a list of times.</summary>
    /// <exception cref="NtkDslException">The training diverged.</exception>
    public double LossOfMean(Training training) => (After(training).Mean - data.Y).Enumerate().Sum(error => error * error) / 2;

    /// <summary>The mean training loss ½ E Σ (f − y)² of the networks: <see cref="LossOfMean"/> and ½ p times the sum of the variances.</summary>
    /// <exception cref="NtkDslException">The training diverged.</exception>
    public double MeanLoss(Training training)
    {
        var posterior = After(training);
        return ((posterior.Mean - data.Y).Enumerate().Sum(error => error * error) + (data.Y.ColumnCount * posterior.Variance.Sum())) / 2;
    }

    private Matrix<double> RequireStable(Matrix<double> result) => double.IsFinite(result.Enumerate().Sum())
        ? result
        : throw new NtkDslException(Messages.Diverged(LargestLearningRate));
}
