using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>
/// Ridge regression on random features ψ of a kernel: f(x) = ψ(x)ᵀ (ΨᵀΨ + r I)⁻¹ Ψᵀ Y, kernel ridge regression with the kernel that the
/// features approximate. Costs n D² time and D² memory for D features; the training points are visited in blocks.
/// </summary>
public sealed class FeatureRegression
{
    private const int BlockSize = 1024;

    private readonly ReluNtkFeatures features;
    private readonly Matrix<double> weights;

    private FeatureRegression(ReluNtkFeatures features, Matrix<double> weights) => (this.features, this.weights) = (features, weights);

    /// <summary>Solves for the weights of the features.</summary>
    /// <param name="features">ψ.</param>
    /// <param name="x">n training points.</param>
    /// <param name="y">Y, n × p.</param>
    /// <param name="ridge">r, above 0, in the units of the kernel.</param>
    /// <param name="progress">Told the fraction of the training points that are done.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="NtkDslException">Shapes do not fit, or the ridge is not positive.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FeatureRegression Train(
        ReluNtkFeatures features, Points x, Targets y, double ridge, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (!(ridge > 0 && double.IsFinite(ridge)))
        {
            throw new NtkDslException(Messages.FeaturesNeedRidge);
        }

        TrainingSet.RequireTargets(x, y);
        var (gram, targets) = (Matrix<double>.Build.Dense(features.Count, features.Count), Matrix<double>.Build.Dense(features.Count, y.ColumnCount));
        for (var start = 0; start < x.Count; start += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(BlockSize, x.Count - start);
            var psi = features.Of(x.Range(start, count)).Transpose();
            gram += psi.TransposeAndMultiply(psi);
            targets += psi * y.ToMatrix().SubMatrix(start, count, 0, y.ColumnCount);
            progress?.Report((start + count) / (double)x.Count);
        }

        return new(features, LinearSystem.PositiveDefinite(gram, ridge).Solve(targets));
    }

    /// <summary>f at m points, m × p.</summary>
    /// <exception cref="NtkDslException">The points do not have the features of the training points.</exception>
    public Matrix<double> Predict(Points x) => features.Of(x) * weights;
}
