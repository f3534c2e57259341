using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <content>
/// The loss over the time of training, as sums over eigen-directions: after one decomposition, a moment of training costs n operations
/// for the training loss and n² for a test loss.
/// </content>
public sealed partial class TrainedEnsemble
{
    private readonly Lazy<Matrix<double>> residualsInEigenbasis;
    private readonly Lazy<Matrix<double>> priorInEigenbasis;

    /// <summary>The share of the squared targets along each eigenvector, |u_jᵀ (Y − m(X))|²/|Y − m(X)|², in the order of <see cref="Eigenvalues"/>.</summary>
    public Vector<double> TargetShares => SquaredRows(residualsInEigenbasis.Value) / Math.Max(double.Epsilon, SquaredRows(residualsInEigenbasis.Value).Sum());

    /// <summary>½ Σ (mean − y)², the training loss of the ensemble's mean. For its course see <see cref="LossCurve"/>.</summary>
    /// <exception cref="NtkDslException">The training diverged.</exception>
    public double LossOfMean(Training training) =>
        RequireFinite(Remainders(training).PointwisePower(2).DotProduct(SquaredRows(residualsInEigenbasis.Value)) / 2);

    /// <summary>The mean training loss ½ E Σ (f − y)² of the networks: <see cref="LossOfMean"/> and ½ p times the sum of the variances.</summary>
    /// <exception cref="NtkDslException">The training diverged.</exception>
    public double MeanLoss(Training training)
    {
        var left = Remainders(training);
        var variance = left.PointwisePower(2).DotProduct(priorInEigenbasis.Value.Diagonal()) + (targetNoise * (1 - left).PointwisePower(2).Sum());
        return LossOfMean(training) + RequireFinite(data.Y.ColumnCount * variance / 2);
    }

    /// <summary>The ensemble's mean at the training points, to the bit the initial one where nothing is learned yet, so that no rounding decides on classes.</summary>
    internal Matrix<double> MeanOfTraining(Training training) =>
        RequireStable(data.InitialMean + spectrum.Value.Apply(value => 1 - Remainder(training, value), data.Residuals));

    /// <summary>The losses at m points with targets, and the means there, as functions of the training.</summary>
    internal Func<Training, (double OfMean, double OfNetworks, Matrix<double> Mean)> TestLosses(Points x, Matrix<double> y)
    {
        TrainingSet.RequireTargets(x, y);
        var cross = Kernel.Evaluate(x, data.X);
        var response = spectrum.Value.Project(cross.Of(Kind).Transpose());
        var (errors, residuals) = (y - data.MeanAt(x), residualsInEigenbasis.Value);
        var mixed = response.PointwiseMultiply(spectrum.Value.Project(cross.Nngp.Transpose())).RowSums();
        var ofTargets = priorInEigenbasis.Value + (targetNoise * Matrix<double>.Build.DenseIdentity(data.X.Count));
        var spread = response.TransposeAndMultiply(response).PointwiseMultiply(ofTargets);
        var prior = Kernel.EvaluateDiagonal(x).Nngp.Sum();
        return training =>
        {
            var gains = Eigenvalues.Map(value => training.Gain(value + RidgeValue), Zeros.Include);
            var left = errors - response.TransposeThisAndMultiply(residuals.MapIndexed((j, _, value) => gains[j] * value, Zeros.Include));
            var ofMean = left.Enumerate().Sum(error => error * error) / 2;
            var variance = prior - (2 * gains.DotProduct(mixed)) + gains.DotProduct(spread * gains);
            return (RequireFinite(ofMean), RequireFinite(ofMean + (y.ColumnCount * Math.Max(0, variance) / 2)), y - left);
        };
    }

    private Vector<double> Remainders(Training training) => Eigenvalues.Map(value => Remainder(training, value), Zeros.Include);

    private double RequireFinite(double loss) => double.IsFinite(loss) ? loss : throw new NtkDslException(Messages.Diverged(LargestLearningRate));

    private static Vector<double> SquaredRows(Matrix<double> m) => m.PointwisePower(2).RowSums();
}
