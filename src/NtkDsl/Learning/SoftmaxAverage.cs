using MathNet.Numerics.LinearAlgebra;

namespace NtkDsl;

/// <summary>E softmax(f) for f ~ N(μ, Σ) with C classes.</summary>
internal sealed class SoftmaxAverage
{
    private const int Pairs = 2000;

    private readonly Matrix<double> draws;

    public SoftmaxAverage(int classes) => draws = Matrix<double>.Build.DenseOfRowMajor(
        Pairs, classes, new NormalStream(0, 0).Matrix(Pairs, classes).Entries.ToArray());

    public Vector<double> Of(Vector<double> mean, Matrix<double> covariance) =>
        mean.Count == 2 ? OfTwo(mean, covariance) : Sampled(mean, covariance);

    /// <summary>Of two classes only the difference counts, so the average is an integral over one normal variable.</summary>
    private static Vector<double> OfTwo(Vector<double> mean, Matrix<double> covariance)
    {
        var variance = covariance[0, 0] + covariance[1, 1] - (2 * covariance[0, 1]);
        var difference = mean[1] - mean[0];
        var one = GaussianIntegral.Mean(u => 1 / (1 + Math.Exp(-(difference + u))), Math.Sqrt(Math.Max(0, variance)), []).Value;
        return Vector<double>.Build.Dense([1 - one, one]);
    }

    private Vector<double> Sampled(Vector<double> mean, Matrix<double> covariance)
    {
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        var scaled = eigen.EigenVectors.MapIndexed((_, j, u) => u * Math.Sqrt(Math.Max(0, eigen.EigenValues[j].Real)));
        var shifts = draws.TransposeAndMultiply(scaled);
        var f = shifts.Stack(-shifts).MapIndexed((_, c, shift) => mean[c] + shift, Zeros.Include);
        return Softmax.Of(f).ColumnSums() / (2 * Pairs);
    }
}
