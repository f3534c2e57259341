using System.Diagnostics;
using MathNet.Numerics.LinearAlgebra;
using static System.Diagnostics.DebuggerBrowsableState;

namespace NtkDsl;

/// <summary>
/// Gaussian predictions at m points for p outputs: a mean for each output, and one covariance of the points that all outputs share.
/// The covariance is computed when it is first asked for.
/// </summary>
public sealed class Posterior
{
    private readonly Lazy<Matrix<double>> covariance;
    private readonly Lazy<Vector<double>> variance;

    internal Posterior(Matrix<double> mean, Func<Matrix<double>> covariance, Func<Vector<double>> variance)
    {
        Mean = mean;
        this.covariance = new(() => Symmetrised(covariance()));
        this.variance = new(() => variance().PointwiseMaximum(0));
    }

    /// <summary>The means, m × p.</summary>
    [DebuggerBrowsable(Never)]
    public Matrix<double> Mean { get; }

    /// <summary>The covariance of the points, m × m, the same for every output.</summary>
    /// <exception cref="NtkDslException">The numbers overflow.</exception>
    [DebuggerBrowsable(Never)]
    public Matrix<double> Covariance => covariance.Value;

    /// <summary>The variances of the points, of length m: the diagonal of <see cref="Covariance"/>, without the rest of it.</summary>
    [DebuggerBrowsable(Never)]
    public Vector<double> Variance => variance.Value;

    /// <summary>The same predictions for noisy observations of the outputs: <paramref name="noise"/> on the diagonal of the covariance.</summary>
    /// <param name="noise">The variance of the noise, in the units of y².</param>
    public Posterior WithNoise(double noise) => new(
        Mean,
        () => Covariance + (noise * Matrix<double>.Build.DenseIdentity(Mean.RowCount)),
        () => Variance + noise);

    /// <summary>The same predictions in other units, <paramref name="scale"/> · f + <paramref name="shift"/>.</summary>
    /// <param name="scale">The new unit per old one.</param>
    /// <param name="shift">Where 0 comes to lie.</param>
    public Posterior InUnits(double scale, double shift) => new(
        (scale * Mean) + shift,
        () => scale * scale * Covariance,
        () => scale * scale * Variance);

    /// <summary>Draws functions: each draw is m × p, its columns independent.</summary>
    /// <param name="count">How many draws.</param>
    /// <param name="seed">Draw number i depends on the seed and i alone.</param>
    /// <remarks>
    /// By the symmetric square root of the covariance, which exists for a singular one too: where training data fix the values, all draws agree.
    /// </remarks>
    public IReadOnlyList<Matrix<double>> Sample(int count, long seed)
    {
        var eigen = Covariance.Evd(Symmetricity.Symmetric);
        var scales = eigen.EigenValues.Map(value => Math.Sqrt(Math.Max(0, value.Real)));
        var root = eigen.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(scales);
        return [.. Enumerable.Range(0, count).Select(draw => Mean + (root * Normals(seed, draw)))];
    }

    /// <summary>Means and standard deviations of the first points.</summary>
    public override string ToString() => Preview.Table(
        "point",
        [.. Enumerable.Range(1, Mean.ColumnCount).Select(output => Mean.ColumnCount == 1 ? "mean" : $"mean {output}"), "± s.d."],
        Mean.RowCount,
        row => $"{row + 1}",
        (row, column) => TextTable.Number(column < Mean.ColumnCount ? Mean[row, column] : Math.Sqrt(Variance[row])));

    private Matrix<double> Normals(long seed, int draw) => Matrix<double>.Build.DenseOfRowMajor(
        Mean.RowCount, Mean.ColumnCount, new NormalStream(unchecked((ulong)seed), (ulong)draw).Matrix(Mean.RowCount, Mean.ColumnCount).Entries.ToArray());

    /// <summary>Rounding leaves a covariance slightly asymmetric, and a variance that should be 0 slightly negative.</summary>
    private static Matrix<double> Symmetrised(Matrix<double> covariance)
    {
        var result = (covariance + covariance.Transpose()) / 2;
        result.SetDiagonal(result.Diagonal().PointwiseMaximum(0));
        return result;
    }
}
